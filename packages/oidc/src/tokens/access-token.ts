import { OidcError } from '../errors.js';
import type { JsonObject } from '../json-object.js';
import type { TokenClaims } from '../login.js';
import { openSignedToken } from './signed-token.js';
import { checkClaims, readClaims, readIdentifier, readText, tokenError, type TokenKind, type TokenRules } from './token-claims.js';

export const accessTokenKind: TokenKind = {
  name: 'access token',
  step: 'access_token',
  maxLength: 64 * 1024,
  // RFC 9068, section 4 wants at+jwt; Okta and others send none, or plain JWT.
  types: ['at+jwt', 'jwt'],
  code: 'access_token_invalid',
};

/** ID tokens, logout tokens and signed userinfo name the client as audience, too: only `typ` tells an access token from them. */
const clientAccessTokenKind: TokenKind = { ...accessTokenKind, types: ['at+jwt'], typeRequired: true };

/** Claims of other tokens: `nonce` and the hashes of an ID token (RFC 9068, section 5), `events` of security events (RFC 8417, section 2.2). */
const foreignClaims = ['nonce', 'at_hash', 'c_hash', 'events'];

export interface AccessTokenExpectations {
  readonly audience: string;
  /** Each must have been granted. */
  readonly requiredScopes?: readonly string[];
}

export interface VerifiedAccessToken {
  readonly claims: TokenClaims;
  readonly scopes: readonly string[];
}

/**
 * Judges a bearer token that an API was called with (RFC 9068, section 4). Scopes are read from `scope`, or from Okta's list `scp`.
 * @throws OidcError access_token_invalid (401), access_token_scope (403), keys_unavailable
 */
export async function verifyAccessToken(token: string, rules: TokenRules, expected: AccessTokenExpectations): Promise<VerifiedAccessToken> {
  const { claims } = await openSignedToken(kindForAudience(rules, expected), token, rules);
  return checkAccess(claims, rules, expected, ['exp']);
}

/** What a token for that audience must be by its header. */
export function kindForAudience({ clientId }: TokenRules, { audience }: AccessTokenExpectations): TokenKind {
  return audience === clientId ? clientAccessTokenKind : accessTokenKind;
}

/**
 * What must be true of an access token whoever vouches for its claims: its own signature, or the provider that was asked about it.
 * @param requiredTimes those that must be there
 * @throws OidcError access_token_invalid (401), access_token_scope (403)
 */
export function checkAccess(
  claims: JsonObject,
  rules: TokenRules,
  { audience, requiredScopes = [] }: AccessTokenExpectations,
  requiredTimes: readonly 'exp'[],
): VerifiedAccessToken {
  checkClaims(accessTokenKind, claims, rules, audience, requiredTimes);
  // RFC 9449, section 7.1 and RFC 8705, section 3: a token bound to a key is no bearer token.
  if (claims.cnf !== undefined) throw tokenError(accessTokenKind, 'claims', 'it is bound to a key, which this API does not ask to prove');
  const foreign = foreignClaims.find((name) => claims[name] !== undefined);
  if (foreign !== undefined) throw tokenError(accessTokenKind, 'claims', `its ${foreign} makes it another kind of token`);
  const scopes = grantedScopes(claims);
  const missing = requiredScopes.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0)
    throw new OidcError('access_token_scope', `the access token lacks the scope ${missing.join(' ')}`, 'access_token');
  const identity = { iss: readText(accessTokenKind, claims, 'iss'), sub: readIdentifier(accessTokenKind, claims, 'sub') };
  return { claims: { ...claims, ...identity }, scopes };
}

function grantedScopes({ scope, scp }: JsonObject): readonly string[] {
  const granted = scope ?? scp;
  if (typeof granted === 'string') return granted.split(' ').filter((name) => name !== '');
  return Array.isArray(granted) ? granted.filter((name) => typeof name === 'string') : [];
}

/**
 * Whom an access token says it is for (RFC 9068, section 2.2); undefined where it cannot be read, or does not say.
 * Not judged: for tokens that the provider itself has just given us, never for those that others call us with.
 */
export function statedAudience(accessToken: string): readonly string[] | undefined {
  const { aud } = readClaims(accessToken);
  if (typeof aud === 'string') return [aud];
  return Array.isArray(aud) ? aud.filter((name) => typeof name === 'string') : undefined;
}
