import type { ProxySettings } from './provider/transport.js';

/** How this application presents itself at the token endpoint (OpenID Connect Core 1.0, section 9). */
type ClientAuthenticationMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

type ResponseMode = 'query' | 'form_post' | 'jwt' | 'query.jwt' | 'form_post.jwt';

/** Something that an operator should see. Holds no secret. */
export interface Notice {
  readonly code: string;
  readonly message: string;
  /** True for what begins and ends, such as an outage: reported each time that it begins. All else is reported once. */
  readonly recurs?: true;
}

/** One finished request to the provider, for metrics. */
export interface RequestRecord {
  readonly step: string;
  readonly seconds: number;
  /** refused: the provider said no (4xx). failed: it broke, or could not be reached. */
  readonly outcome: 'ok' | 'refused' | 'failed';
}

/** Is given each HTTP request to the provider and sends it, with headers to add: for tracing. `url` is without its query. */
export type AroundRequest = <Answer extends { readonly status: number }>(
  request: { readonly purpose: string; readonly method: string; readonly url: string },
  send: (headers: Readonly<Record<string, string>>) => Promise<Answer>,
) => Promise<Answer>;

export interface RelyingPartyOptions {
  /** Kept to the letter: compared as a string (OpenID Connect Discovery 1.0, section 4.3). */
  readonly issuer: string;
  readonly discoveryUrl: string;
  /** Endpoints known beforehand (Okta); compared with discovery, a difference is logged through onNotice. */
  readonly endpoints?: { readonly authorization: string; readonly token: string } | undefined;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly clientAuth: ClientAuthenticationMethod;
  /** PEM (PKCS#8, PKCS#1, SEC1) or JWK text, for private_key_jwt and request objects. */
  readonly clientPrivateKey: { readonly pem: string; readonly kid: string | undefined } | undefined;
  /** `aud` of the assertions of private_key_jwt: the issuer, the default (FAPI 2.0, section 5.3.3.1), or the endpoint that is called, as Okta wants it. */
  readonly clientAssertionAudience?: 'issuer' | 'endpoint';
  /** Signs authorization requests with the client's private key (RFC 9101), also where the provider does not require it. */
  readonly requestObject?: boolean;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  readonly scopes: readonly string[];
  readonly responseMode: ResponseMode;
  /** Seconds by which the provider's clock and ours may differ. */
  readonly clockTolerance: number;
  /** Extra parameters of the authorization request. They never replace those that security rests on. */
  readonly authorizeParams: Readonly<Record<string, string>>;
  readonly dpop: boolean;
  /** `auto`, the default: a failure is no obstacle to sign-in. `required`: it is one. `off`: it is not asked. */
  readonly userinfo?: 'auto' | 'required' | 'off';
  readonly pkce: boolean;
  readonly nonce: boolean;
  /** PEM or JWK text of the key that opens encrypted ID tokens; undefined: they are refused. */
  readonly idTokenDecryptionKey: string | undefined;
  /** With that key: `required`, the default, refuses ID tokens that are not encrypted (OpenID Connect Core 1.0, section 3.1.3.7 (1)). */
  readonly idTokenEncryption?: 'required' | 'optional';
  /** Overrides what discovery advertises. `none` is refused whatever it says; HS* (by the client secret) is accepted only from here. */
  readonly idTokenAlgorithms: readonly string[] | undefined;
  /** Tenants accepted where the issuer is a template with `{tenantid}`; `*` accepts every tenant. */
  readonly tenants: readonly string[];
  /** For providers whose discovery lacks end_session_endpoint, or that name its parameters in their own way. */
  readonly endSession:
    { readonly url: string; readonly returnParameter: string; readonly clientIdParameter: string | undefined } | undefined;
  /** Milliseconds for one exchange with the provider, its body and a retry included. Default: 5000. */
  readonly timeout?: number;
  /** Called for what an operator should see: stale keys served, endpoints that differ, and so on. */
  readonly onNotice?: (notice: Notice) => void;
  /** Called after each request to the provider, for metrics. */
  readonly onRequest?: (request: RequestRecord) => void;
  readonly around?: AroundRequest;
  /** Default: none. */
  readonly proxy?: ProxySettings;
}

/** What tests replace. */
export interface RelyingPartyRuntime {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}
