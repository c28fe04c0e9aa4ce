import { OidcError } from '../errors.js';
import { type JsonObject, parseJsonObject } from '../json-object.js';
import type { Notice, RelyingPartyOptions } from '../relying-party-options.js';
import { compareIssuers, isTenantTemplate } from './issuer.js';
import { plainText, type HttpResponse, readProviderResponse } from './provider-response.js';
import type { ProviderHttp } from './provider-http.js';
import { isLocalProvider, type ProviderMetadata, readProviderMetadata, requireEndpoint } from './provider-metadata.js';

type DiscoveryOptions = Pick<RelyingPartyOptions, 'issuer' | 'discoveryUrl' | 'endpoints' | 'tenants'>;

/**
 * Fetches the discovery document and checks it (OpenID Connect Discovery 1.0, sections 4.2 and 4.3).
 * @throws OidcError discovery_failed, issuer_mismatch, endpoint_missing, configuration, and those of ProviderHttp
 */
export async function fetchMetadata(
  options: DiscoveryOptions,
  http: ProviderHttp,
  notify: (notice: Notice) => void,
): Promise<ProviderMetadata> {
  const headers = { accept: 'application/json' };
  const response = await http.send({ step: 'discovery', url: options.discoveryUrl, method: 'GET', headers });
  const document = readDocument(response);
  const issuer = checkIssuer(options, document, response.endpoint, notify);
  const metadata = readProviderMetadata(document, issuer, options.tenants, isLocalProvider(options));
  for (const name of ['authorization', 'token', 'keys'] as const) requireEndpoint(metadata, name, 'discovery');
  compareEndpoints(options, metadata, notify);
  return metadata;
}

function readDocument(response: HttpResponse): JsonObject {
  const { status, endpoint, text } = response;
  const document = parseJsonObject(text);
  if (status === 200 && document !== undefined) return document;
  const problem = status === 200 ? 'is no JSON object' : `answered ${status}`;
  throw new OidcError('discovery_failed', `the discovery document at ${endpoint} ${problem}`, 'discovery', {
    response: readProviderResponse(response),
    endpoint,
  });
}

function checkIssuer(
  { issuer, tenants }: DiscoveryOptions,
  document: JsonObject,
  endpoint: string,
  notify: (notice: Notice) => void,
): string {
  const documented = document.issuer;
  if (typeof documented !== 'string' || documented === '') {
    throw new OidcError('discovery_failed', `the discovery document at ${endpoint} names no issuer`, 'discovery', { endpoint });
  }
  const likeness = compareIssuers(issuer, documented);
  if (likeness === 'different') {
    const message = `the discovery document at ${endpoint} is of issuer ${plainText(documented)}, the setting says ${issuer}`;
    throw new OidcError('issuer_mismatch', message, 'discovery', { endpoint });
  }
  if (likeness === 'slash') {
    const message = `the provider writes its issuer ${documented}, the setting ${issuer}: set it to the provider's`;
    notify({ code: 'issuer_slash', message });
  }
  if (isTenantTemplate(documented) && tenants.length === 0) {
    throw new OidcError('configuration', `${documented} serves many tenants: say which of them may sign in (or * for all)`, 'discovery');
  }
  return documented;
}

function compareEndpoints({ endpoints }: DiscoveryOptions, metadata: ProviderMetadata, notify: (notice: Notice) => void): void {
  for (const name of ['authorization', 'token'] as const) {
    const known = endpoints?.[name];
    const found = metadata.endpoints[name];
    if (known === undefined || known === found) continue;
    const message = `discovery names ${found} as ${name} endpoint where ${known} was expected; discovery is followed`;
    notify({ code: 'endpoint_differs', message });
  }
}
