import type { JWK } from 'jose';
import type { OidcError } from './errors.js';

/** What the browser is sent away with; everything in it goes into the encrypted transaction cookie. */
export interface LoginTransaction {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly issuer: string;
  /** Milliseconds since the epoch, by our own clock. */
  readonly startedAt: number;
  /** What was asked for, and must be in the ID token: seconds since the authentication, and one of the classes. */
  readonly maxAge?: number;
  readonly acrValues?: readonly string[];
  /** RFC 9449 key of this login when DPoP is on: a private JWK. */
  readonly dpopKey?: JWK;
}

export interface AuthorizationRequestExtras {
  readonly loginHint?: string;
  /** Added to what settings ask for; `none` and `create` count only where they ask for nothing. */
  readonly prompt?: string;
  /** Further parameters by name. Settings win over them. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Seconds. The ID token must then prove an authentication that is not older. Settings may ask for a shorter time. */
  readonly maxAge?: number;
  /** By preference; the ID token's `acr` must then be one of these. Where settings ask for classes, only those of them count. */
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
  /** The raw signed ID token (of an encrypted one, what was inside), kept as hint for sign-out. */
  readonly idToken: string;
  readonly scopes: readonly string[];
  readonly dpopKey?: JWK;
}

export type TokenClaims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

export interface SignedIn {
  readonly tokens: Tokens;
  /** Of the ID token, checked. */
  readonly idClaims: TokenClaims;
  /** Of userinfo, `sub` checked; undefined where the provider has no userinfo endpoint, was not asked, or failed. */
  readonly userinfo: Readonly<Record<string, unknown>> | undefined;
  /** Why userinfo is missing, where the provider was asked and failed. */
  readonly userinfoFailure?: OidcError | undefined;
}

export interface Refreshed {
  /** A response without a refresh token or an ID token keeps the old one. */
  readonly tokens: Tokens;
  /** Of the new ID token; undefined where none came. */
  readonly idClaims: TokenClaims | undefined;
}
