// Contract between src/oidc and src/auth. The class RelyingParty (relying-party.ts) has exactly these members.
import type { JWK } from 'jose';
import type { OidcError } from './errors.js';

export interface RelyingPartyOptions {
  readonly issuer: string;
  readonly discoveryUrl: string;
  /** Endpoints known beforehand (Okta); compared with discovery, a difference is logged through onNotice. */
  readonly endpoints?: { readonly authorization: string; readonly token: string } | undefined;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly clientAuth: 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';
  readonly clientPrivateKey: { readonly pem: string; readonly kid: string | undefined } | undefined;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  readonly scopes: readonly string[];
  readonly responseMode: 'query' | 'form_post' | 'jwt' | 'query.jwt' | 'form_post.jwt';
  readonly clockTolerance: number;
  readonly authorizeParams: Readonly<Record<string, string>>;
  readonly dpop: boolean;
  readonly pkce: boolean;
  readonly nonce: boolean;
  readonly idTokenDecryptionKey: string | undefined;
  readonly idTokenAlgorithms: readonly string[] | undefined;
  readonly tenants: readonly string[];
  readonly endSession: { readonly url: string; readonly returnParameter: string; readonly clientIdParameter: string | undefined } | undefined;
  /** Milliseconds. Defaults: 5000. */
  readonly timeout?: number;
  /** Called for what an operator should see once: stale keys served, endpoints that differ, and so on. Never holds a secret. */
  readonly onNotice?: (notice: { readonly code: string; readonly message: string }) => void;
  /** Called after each request to the provider, for metrics. */
  readonly onRequest?: (request: { readonly step: string; readonly seconds: number; readonly outcome: 'ok' | 'refused' | 'failed' }) => void;
}

/** What the browser is sent away with; everything in it goes into the encrypted transaction cookie. */
export interface LoginTransaction {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly issuer: string;
  /** Seconds since the epoch. */
  readonly startedAt: number;
  readonly maxAge?: number;
  readonly acrValues?: readonly string[];
  /** RFC 9449 key of this login when DPoP is on: a private JWK. */
  readonly dpopKey?: JWK;
}

export interface AuthorizationRequestExtras {
  readonly loginHint?: string;
  readonly prompt?: string;
  readonly maxAge?: number;
  readonly acrValues?: readonly string[];
}

/** The provider's answer at the redirect URI, already parsed: the query, or the form of a form_post. Repeated parameters are refused before. */
export type AuthorizationResponse = URLSearchParams;

export interface Tokens {
  readonly accessToken: string;
  readonly tokenType: 'Bearer' | 'DPoP';
  /** Seconds since the epoch; undefined: the provider did not say. */
  readonly expiresAt: number | undefined;
  readonly refreshToken: string | undefined;
  /** The raw ID token, kept as hint for sign-out. */
  readonly idToken: string;
  readonly scopes: readonly string[];
  readonly dpopKey?: JWK;
}

export type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

export interface SignedIn {
  readonly tokens: Tokens;
  /** Of the ID token, checked. */
  readonly idClaims: Claims;
  /** Of userinfo, `sub` checked; undefined where the provider has no userinfo endpoint. */
  readonly userinfo: Readonly<Record<string, unknown>> | undefined;
}

export interface Refreshed {
  /** A response without a refresh token or an ID token keeps the old one. */
  readonly tokens: Tokens;
  readonly idClaims: Claims | undefined;
}

export interface EndSessionRequest {
  readonly url: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface LogoutToken {
  readonly issuer: string;
  readonly subject: string | undefined;
  readonly sid: string | undefined;
  readonly jti: string;
  /** Seconds since the epoch after which a replay would be refused by time alone. */
  readonly expiresAt: number;
}

export interface ProviderStatus {
  readonly state: 'unknown' | 'ready' | 'stale' | 'down';
  /** Milliseconds since the epoch of the last answer or failure. */
  readonly checkedAt: number | undefined;
  readonly error: OidcError | undefined;
}

export interface RelyingPartyContract {
  /** Starts a login: makes state, nonce, verifier; pushes the request when the provider offers PAR (RFC 9126). Throws OidcError. */
  begin(extras?: AuthorizationRequestExtras): Promise<{ readonly transaction: LoginTransaction; readonly url: string }>;
  /** Exchanges the code, checks everything, reads userinfo. Throws OidcError. */
  complete(response: AuthorizationResponse, transaction: LoginTransaction): Promise<SignedIn>;
  /** JARM: opens `response`, returns the parameters inside; others pass through. */
  openResponse(response: AuthorizationResponse): Promise<AuthorizationResponse>;
  refresh(tokens: Tokens, subject: string): Promise<Refreshed>;
  revoke(token: string, hint: 'refresh_token' | 'access_token'): Promise<void>;
  /** Undefined: the provider has no way to end its session. */
  endSession(input: { readonly idTokenHint: string | undefined; readonly state: string }): Promise<EndSessionRequest | undefined>;
  verifyLogoutToken(token: string): Promise<LogoutToken>;
  /** The issuer of the discovery document (exact), or the configured one while it is unknown. */
  readonly issuer: string;
  metadata(): Promise<Readonly<Record<string, unknown>>>;
  status(): ProviderStatus;
}
