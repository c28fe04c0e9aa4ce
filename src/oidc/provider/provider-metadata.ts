import { OidcError, type ProtocolStep } from '../errors.js';
import type { JsonObject } from '../json-object.js';
import { issuerRule, type IssuerRule } from './issuer.js';

const ENDPOINTS = {
  authorization: 'authorization_endpoint',
  token: 'token_endpoint',
  keys: 'jwks_uri',
  userinfo: 'userinfo_endpoint',
  endSession: 'end_session_endpoint',
  revocation: 'revocation_endpoint',
  introspection: 'introspection_endpoint',
  pushedAuthorization: 'pushed_authorization_request_endpoint',
} as const;

type EndpointName = keyof typeof ENDPOINTS;

/** What this application uses of a discovery document (OpenID Connect Discovery 1.0, section 3), checked once. */
export interface ProviderMetadata {
  /** The document itself, for showing and for the doctor. */
  readonly document: JsonObject;
  readonly issuer: IssuerRule;
  readonly endpoints: Readonly<Partial<Record<EndpointName, string>>>;
  /** Advertised signing algorithms; undefined: not said. */
  readonly algorithms: {
    readonly idToken: readonly string[] | undefined;
    readonly userinfo: readonly string[] | undefined;
    readonly authorization: readonly string[] | undefined;
    readonly clientAssertion: readonly string[] | undefined;
    readonly dpop: readonly string[] | undefined;
  };
  readonly requiresPushedAuthorization: boolean;
  /** RFC 9207: every answer at the redirect URI names its issuer. */
  readonly namesIssuerInResponses: boolean;
}

/**
 * Reads a document whose issuer was compared already. A member that is null, or of a type that cannot be used, counts as absent;
 * an endpoint that is no https address is an error.
 * @param isLocal the provider runs on this machine, where http is as good
 */
export function readProviderMetadata(document: JsonObject, issuer: string, tenants: readonly string[], isLocal = false): ProviderMetadata {
  return {
    document,
    issuer: issuerRule(issuer, tenants),
    endpoints: readEndpoints(document, isLocal),
    algorithms: {
      idToken: strings(document.id_token_signing_alg_values_supported),
      userinfo: strings(document.userinfo_signing_alg_values_supported),
      authorization: strings(document.authorization_signing_alg_values_supported),
      clientAssertion: strings(document.token_endpoint_auth_signing_alg_values_supported),
      dpop: strings(document.dpop_signing_alg_values_supported),
    },
    requiresPushedAuthorization: document.require_pushed_authorization_requests === true,
    namesIssuerInResponses: document.authorization_response_iss_parameter_supported === true,
  };
}

/** The address of an endpoint. Throws endpoint_missing when the provider does not name one. */
export function requireEndpoint(metadata: ProviderMetadata, name: EndpointName, step: ProtocolStep): string {
  const endpoint = metadata.endpoints[name];
  if (endpoint !== undefined) return endpoint;
  throw new OidcError('endpoint_missing', `the discovery document of ${metadata.issuer.issuer} names no ${ENDPOINTS[name]}`, step);
}

function readEndpoints(document: JsonObject, isLocal: boolean): ProviderMetadata['endpoints'] {
  const endpoints: Partial<Record<EndpointName, string>> = {};
  for (const [name, member] of Object.entries(ENDPOINTS) as [EndpointName, string][]) {
    const value = document[member];
    if (value === undefined || value === null || value === '') continue;
    if (typeof value !== 'string' || !isSecureUrl(value, isLocal)) {
      const wanted = isLocal ? 'neither an https address nor an http address on this machine' : 'no https address';
      throw new OidcError('discovery_failed', `the discovery document names a ${member} that is ${wanted}`, 'discovery');
    }
    endpoints[name] = value;
  }
  return endpoints;
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether an address may be asked: by https; by http only on this machine (localhost, 127.0.0.1, ::1), where no network can listen, and
 * only for a provider that runs here. Else a document from afar could have the client's secret sent to whatever listens on this machine.
 */
export function isSecureUrl(value: string, providerIsLocal: boolean): boolean {
  return URL.parse(value)?.protocol === 'https:' || (providerIsLocal && isLoopbackHttp(value));
}

/** Whether the provider is reached by http on this machine. An issuer need not be an address (FusionAuth's is free text). */
export function isLocalProvider({ issuer, discoveryUrl }: { readonly issuer: string; readonly discoveryUrl: string }): boolean {
  return isLoopbackHttp(discoveryUrl) && (isLoopbackHttp(issuer) || !issuer.includes('://'));
}

function isLoopbackHttp(value: string): boolean {
  const url = URL.parse(value);
  return url?.protocol === 'http:' && LOOPBACK.has(url.hostname);
}
