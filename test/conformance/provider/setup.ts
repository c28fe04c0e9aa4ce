import type { Endpoint, SigningAlgorithm } from './lie.js';

/** The one registered client. Changed while the provider runs: the application's address is known only after its start. */
export interface Client {
  clientId: string;
  clientSecret: string;
  auth: 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';
  /** PEM of the public key, for private_key_jwt. */
  publicKey: string | undefined;
  /** The one algorithm that its assertions may have; undefined: any that fits the key. */
  assertionAlgorithm: string | undefined;
  redirectUris: string[];
  postLogoutRedirectUris: string[];
  backchannelLogoutUri: string | undefined;
  frontchannelLogoutUri: string | undefined;
}

/** The person whom this provider signs in without asking. */
export interface Person {
  sub: string;
  claims: Record<string, unknown>;
}

/** What an honest provider may offer; none of it is a lie. */
export interface Setup {
  /** What follows the origin in the issuer: `''`, `/`, `/tenant` … */
  readonly issuerPath?: string;
  /** Path, and query where wanted, of an endpoint. */
  readonly paths?: Partial<Record<Exclude<Endpoint, 'discovery'>, string>>;
  readonly client?: Partial<Client>;
  readonly signing?: SigningAlgorithm;
  /** Whom assertions must name. `issuer`: it alone, as FAPI 2.0, section 5.3.2.1 (8) has it. Default: the issuer or the token endpoint. */
  readonly assertionAudience?: 'issuer' | 'endpoint';
  /** RFC 9101, section 10.5: a request that is not signed is refused. */
  readonly requestObject?: 'required';
  readonly par?: 'off' | 'offered' | 'required';
  readonly dpop?: 'off' | 'required' | 'required-with-nonce';
  /** How userinfo spells the scheme of its challenge; a scheme is not case sensitive (RFC 9110, section 11.1). */
  readonly challengeScheme?: string;
  /** RFC 9207: `iss` in the authorization response, and the metadata that says so. */
  readonly responseIssuer?: 'advertised' | 'sent' | 'off';
  readonly userinfo?: 'json' | 'jwt';
  readonly rotateRefreshTokens?: boolean;
  /** Characters of an access token. */
  readonly accessTokenLength?: number;
  /** Profile claims in the ID token too, not only at userinfo. */
  readonly fatIdToken?: boolean;
}

export const honestPaths: Record<Endpoint, string> = {
  discovery: '/.well-known/openid-configuration',
  jwks: '/jwks',
  authorize: '/authorize',
  token: '/token',
  userinfo: '/userinfo',
  end_session: '/logout',
  par: '/par',
  revocation: '/revoke',
  introspection: '/introspect',
};

export function newClient(given: Partial<Client> = {}): Client {
  return {
    clientId: 'conformance-client',
    clientSecret: 'conformance-secret-0123456789abcdef',
    auth: 'client_secret_basic',
    publicKey: undefined,
    assertionAlgorithm: undefined,
    redirectUris: [],
    postLogoutRedirectUris: [],
    backchannelLogoutUri: undefined,
    frontchannelLogoutUri: undefined,
    ...given,
  };
}

export function newPerson(): Person {
  return {
    sub: 'person-1',
    claims: {
      name: 'Ada Lovelace',
      given_name: 'Ada',
      family_name: 'Lovelace',
      preferred_username: 'ada',
      email: 'ada@example.test',
      email_verified: true,
    },
  };
}
