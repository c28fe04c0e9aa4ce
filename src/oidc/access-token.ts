import type { IdTokenRules } from './id-token.js';
import type { JsonObject } from './json-object.js';
import { OidcError } from './errors.js';
import type { Claims } from './sign-in.js';
import { openSignedToken } from './signed-token.js';
import type { TokenTrust } from './token-trust.js';
import { checkAudience, checkIssuer, checkTimes, readText } from './token-claims.js';
import { singleCode, type TokenKind, tokenError } from './token-kind.js';

const ACCESS_TOKEN: TokenKind = {
  name: 'access token',
  step: 'access_token',
  origin: 'anyone',
  longest: 64 * 1024,
  // RFC 9068, section 4 wants at+jwt; Okta and others send none, or plain JWT.
  types: ['at+jwt', 'jwt'],
  codes: singleCode('access_token_invalid'),
};

export interface AccessTokenExpectations {
  readonly audience: string;
  /** Each must have been granted. */
  readonly requiredScopes?: readonly string[];
}

export interface VerifiedAccessToken {
  readonly claims: Claims;
  readonly scopes: readonly string[];
}

/**
 * Judges a bearer token that an API was called with (RFC 9068, section 4). Scopes are read from `scope`, or from Okta's list `scp`.
 * @throws OidcError access_token_invalid (401), access_token_scope (403), keys_unavailable
 */
export async function verifyAccessToken(
  token: string,
  trust: TokenTrust,
  rules: IdTokenRules,
  expected: AccessTokenExpectations,
): Promise<VerifiedAccessToken> {
  const { claims } = await openSignedToken(ACCESS_TOKEN, token, trust);
  checkIssuer(ACCESS_TOKEN, claims, rules.issuer);
  checkAudience(ACCESS_TOKEN, claims, expected.audience);
  checkTimes(ACCESS_TOKEN, claims, rules.clock, ['exp']);
  // RFC 9449, section 7.1 and RFC 8705, section 3: a token bound to a key is no bearer token.
  if (claims.cnf !== undefined) throw tokenError(ACCESS_TOKEN, 'claims', 'it is bound to a key, which this API does not ask to prove');
  // RFC 9068, section 5: an ID token must not pass for an access token where `typ` does not tell them apart.
  if (claims.nonce !== undefined || claims.at_hash !== undefined) throw tokenError(ACCESS_TOKEN, 'claims', 'it is an ID token');
  const scopes = grantedScopes(claims);
  const missing = (expected.requiredScopes ?? []).filter((scope) => !scopes.includes(scope));
  if (missing.length > 0)
    throw new OidcError('access_token_scope', `the access token lacks the scope ${missing.join(' ')}`, 'access_token');
  return { claims: { ...claims, iss: readText(ACCESS_TOKEN, claims, 'iss'), sub: readText(ACCESS_TOKEN, claims, 'sub') }, scopes };
}

function grantedScopes({ scope, scp }: JsonObject): readonly string[] {
  const granted = scope ?? scp;
  if (typeof granted === 'string') return granted.split(' ').filter((name) => name !== '');
  return Array.isArray(granted) ? granted.filter((name) => typeof name === 'string') : [];
}
