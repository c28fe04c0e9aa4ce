/** Changes to an object: a value replaces, `undefined` removes, `null` stays null. */
export type Patch = Readonly<Record<string, unknown>>;

/** What one endpoint does instead of its work. */
export type Fault =
  /** Takes the request and never answers. */
  | 'hang'
  /** Answers 200 and sends a byte now and then, for ever. */
  | 'trickle'
  /** Answers 200 and sends as fast as it can, for ever. */
  | 'endless'
  /** Closes the connection without an answer. */
  | 'reset'
  /** Promises more bytes than it sends, then closes. */
  | 'cut'
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      /** Only the first requests to the endpoint fail; without it, all do. */
      readonly times?: number;
    };

export const endpoints = [
  'discovery',
  'jwks',
  'authorize',
  'token',
  'userinfo',
  'end_session',
  'par',
  'revocation',
  'introspection',
] as const;
export type Endpoint = (typeof endpoints)[number];

export type SigningAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'EdDSA' | 'HS256' | 'none';

/** How a JWT differs from the honest one. */
export interface JwtLie {
  readonly header?: Patch;
  readonly claims?: Patch;
  readonly alg?: SigningAlgorithm;
  /**
   * `tampered`: one bit of the signature differs. `foreign-key`: signed by a key that is not in the JWKS, under an honest kid.
   * `public-key-as-secret`: HS256 with the published RSA key as the secret.
   */
  readonly signature?: 'tampered' | 'foreign-key' | 'public-key-as-secret';
  /** Wraps the signed JWT in a JWE for this public key (PEM). */
  readonly encryptTo?: { readonly key: string; readonly alg: string; readonly enc: string };
  /** Takes the place of the JWT: any JSON value, `undefined` when the key itself is to be absent. */
  readonly raw?: { readonly value: unknown };
}

/** Everything in which this provider can differ from an honest one. A test states exactly one member. */
export interface Lie {
  readonly metadata?: Patch;
  /** Gets the honest public keys, returns what the JWKS shows. */
  readonly jwks?: (keys: Record<string, unknown>[]) => unknown[];
  /** Parameters of the authorization response; an array repeats the parameter. */
  readonly authorizationResponse?: Patch;
  /** The JWT of a JARM response (response_mode=jwt). */
  readonly jarm?: JwtLie;
  readonly idToken?: JwtLie;
  readonly tokenResponse?: Patch;
  /** The ID token of a refresh response. */
  readonly refreshedIdToken?: JwtLie;
  readonly refreshResponse?: Patch;
  readonly userinfo?: Patch;
  readonly introspection?: Patch;
  readonly userinfoJwt?: JwtLie;
  readonly userinfoContentType?: string;
  /** Parameters of the way back from end_session. */
  readonly logoutResponse?: Patch;
  readonly faults?: Partial<Record<Endpoint, Fault>>;
  /** Seconds by which the provider's clock is ahead: its tokens and its Date header. */
  readonly clockAhead?: number;
}

export function patched(honest: Readonly<Record<string, unknown>>, patch: Patch = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...honest, ...patch }).filter(([, value]) => value !== undefined));
}
