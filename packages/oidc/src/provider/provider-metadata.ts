import { OidcError, type ProtocolStep } from '../errors.js';
import type { JsonObject } from '../json-object.js';
import { issuerRule, type IssuerRule } from './issuer.js';

const endpointMembers = {
  authorization: 'authorization_endpoint',
  token: 'token_endpoint',
  keys: 'jwks_uri',
  userinfo: 'userinfo_endpoint',
  endSession: 'end_session_endpoint',
  revocation: 'revocation_endpoint',
  introspection: 'introspection_endpoint',
  pushedAuthorization: 'pushed_authorization_request_endpoint',
} as const;

const algorithmMembers = {
  idToken: 'id_token_signing_alg_values_supported',
  userinfo: 'userinfo_signing_alg_values_supported',
  authorization: 'authorization_signing_alg_values_supported',
  clientAssertion: 'token_endpoint_auth_signing_alg_values_supported',
  dpop: 'dpop_signing_alg_values_supported',
  requestObject: 'request_object_signing_alg_values_supported',
} as const;

type EndpointName = keyof typeof endpointMembers;

/** What this application uses of a discovery document (OpenID Connect Discovery 1.0, section 3), checked once. */
export interface ProviderMetadata {
  /** The document itself, for showing and for the doctor. */
  readonly document: JsonObject;
  readonly issuer: IssuerRule;
  readonly endpoints: Readonly<Partial<Record<EndpointName, string | undefined>>>;
  /** Advertised signing algorithms; undefined: not said. */
  readonly algorithms: Readonly<Record<keyof typeof algorithmMembers, readonly string[] | undefined>>;
  /** Values of `prompt` that it says it knows (Initiating User Registration 1.0, section 4); most providers say nothing. */
  readonly prompts: readonly string[];
  readonly requiresPushedAuthorization: boolean;
  /** RFC 9101, section 10.5. */
  readonly requiresRequestObject: boolean;
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
    endpoints: mapMembers(endpointMembers, (member) => readEndpoint(document, member, isLocal)),
    algorithms: mapMembers(algorithmMembers, (member) => strings(document[member])),
    prompts: strings(document.prompt_values_supported) ?? [],
    requiresPushedAuthorization: document.require_pushed_authorization_requests === true,
    requiresRequestObject: document.require_signed_request_object === true,
    namesIssuerInResponses: document.authorization_response_iss_parameter_supported === true,
  };
}

/**
 * The address of an endpoint.
 * @throws OidcError endpoint_missing when the provider does not name one
 */
export function requireEndpoint(metadata: ProviderMetadata, name: EndpointName, step: ProtocolStep): string {
  const endpoint = metadata.endpoints[name];
  if (endpoint !== undefined) return endpoint;
  throw new OidcError('endpoint_missing', `the discovery document of ${metadata.issuer.issuer} names no ${endpointMembers[name]}`, step);
}

function readEndpoint(document: JsonObject, member: string, isLocal: boolean): string | undefined {
  const value = document[member] ?? '';
  if (value === '') return undefined;
  if (typeof value === 'string' && isSecureUrl(value, isLocal)) return value;
  const wanted = isLocal ? 'neither an https address nor an http address on this machine' : 'no https address';
  throw new OidcError('discovery_failed', `the discovery document names a ${member} that is ${wanted}`, 'discovery');
}

function mapMembers<Name extends string, T>(members: Readonly<Record<Name, string>>, read: (member: string) => T): Record<Name, T> {
  return Object.fromEntries(Object.entries<string>(members).map(([name, member]) => [name, read(member)])) as Record<Name, T>;
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

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
  return url?.protocol === 'http:' && loopbackHosts.has(url.hostname);
}
