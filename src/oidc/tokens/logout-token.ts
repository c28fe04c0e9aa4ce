import { isJsonObject, type JsonObject } from '../json-object.js';
import type { IdTokenRules } from './id-token.js';
import { openSignedToken } from './signed-token.js';
import { checkAudience, checkIssuer, checkTimes, readIdentifier, readText, readTime } from './token-claims.js';
import { tokenError, type TokenKind, type TokenTrust } from './token-kind.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** Seconds after `iat` for which a token without `exp` is taken: LemonLDAP::NG and Glewlwyd send none, as the drafts did. */
const LIFE_WITHOUT_EXP = 5 * 60;
/** Seconds for which any token is taken, so that replays need to be remembered for no longer. Okta's live for five minutes. */
const LONGEST_LIFE = 60 * 60;

const LOGOUT_TOKEN: TokenKind = {
  name: 'logout token',
  step: 'logout_token',
  origin: 'anyone',
  maxLength: 32 * 1024,
  types: ['logout+jwt', 'jwt'],
  code: 'logout_token_invalid',
};

export interface LogoutToken {
  readonly issuer: string;
  readonly subject: string | undefined;
  readonly sid: string | undefined;
  readonly jti: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  /** Seconds since the epoch after which a replay would be refused by time alone. */
  readonly expiresAt: number;
}

/**
 * All checks of OpenID Connect Back-Channel Logout 1.0, section 2.6, but for the replay of `jti`, which needs a memory. More tolerant in two
 * things, as real providers are: `typ` may be JWT, and `exp` may be missing.
 * @throws OidcError logout_token_invalid for every fault of the token; keys_unavailable when it cannot be judged
 */
export async function verifyLogoutToken(token: string, trust: TokenTrust, rules: IdTokenRules): Promise<LogoutToken> {
  const { claims } = await openSignedToken(LOGOUT_TOKEN, token, trust);
  checkIssuer(LOGOUT_TOKEN, claims, rules.issuer);
  checkAudience(LOGOUT_TOKEN, claims, rules.clientId);
  checkTimes(LOGOUT_TOKEN, claims, rules.clock, ['iat']);
  const expiresAt = checkAge(claims, rules);
  checkEvents(claims);
  if (claims.nonce !== undefined) throw tokenError(LOGOUT_TOKEN, 'claims', 'it has a nonce, which would make it an ID token');
  const subject = optionalText(claims, 'sub');
  const sid = optionalText(claims, 'sid');
  if (subject === undefined && sid === undefined) throw tokenError(LOGOUT_TOKEN, 'claims', 'it names neither sub nor sid');
  return {
    issuer: readText(LOGOUT_TOKEN, claims, 'iss'),
    subject,
    sid,
    jti: readText(LOGOUT_TOKEN, claims, 'jti'),
    issuedAt: readTime(LOGOUT_TOKEN, claims, 'iat', true) ?? 0,
    expiresAt,
  };
}

function checkAge(claims: JsonObject, { clock }: IdTokenRules): number {
  const iat = readTime(LOGOUT_TOKEN, claims, 'iat', true) ?? 0;
  const exp = readTime(LOGOUT_TOKEN, claims, 'exp', false) ?? iat + LIFE_WITHOUT_EXP;
  const end = Math.min(exp, iat + LONGEST_LIFE) + clock.tolerance;
  if (end <= clock.now() / 1000) throw tokenError(LOGOUT_TOKEN, 'clock', 'it is too old');
  return Math.ceil(end);
}

function checkEvents({ events }: JsonObject): void {
  if (isJsonObject(events) && Object.hasOwn(events, EVENT) && isJsonObject(events[EVENT])) return;
  throw tokenError(LOGOUT_TOKEN, 'claims', 'its events do not name a back-channel logout');
}

function optionalText(claims: JsonObject, name: 'sub' | 'sid'): string | undefined {
  return claims[name] === undefined ? undefined : readIdentifier(LOGOUT_TOKEN, claims, name);
}

const REVOCATION_TOKEN: TokenKind = {
  name: 'global token revocation token',
  step: 'logout_token',
  origin: 'anyone',
  maxLength: 16 * 1024,
  types: ['global-token-revocation+jwt'],
  // Tells it from an access token of this client's own, which may have the same claims.
  typeRequired: true,
  code: 'logout_token_invalid',
};

export interface RevocationRequestToken {
  readonly issuer: string;
  readonly jti: string;
  /** Seconds since the epoch after which a replay would be refused by time alone. */
  readonly expiresAt: number;
}

/**
 * The bearer token with which Okta asks to sign a person out everywhere (Universal Logout, after draft-parecki-oauth-global-token-revocation):
 * of the issuer, for the address that was called, about this client.
 * @param audience the address of our endpoint
 * @throws OidcError logout_token_invalid for every fault of the token; keys_unavailable when it cannot be judged
 */
export async function verifyRevocationRequest(
  token: string,
  audience: string,
  trust: TokenTrust,
  rules: IdTokenRules,
): Promise<RevocationRequestToken> {
  const { claims } = await openSignedToken(REVOCATION_TOKEN, token, trust);
  checkIssuer(REVOCATION_TOKEN, claims, rules.issuer);
  checkAudience(REVOCATION_TOKEN, claims, audience);
  checkTimes(REVOCATION_TOKEN, claims, rules.clock, ['exp']);
  if (readText(REVOCATION_TOKEN, claims, 'sub') !== rules.clientId)
    throw tokenError(REVOCATION_TOKEN, 'claims', 'its sub is not this client');
  const exp = readTime(REVOCATION_TOKEN, claims, 'exp', true) ?? 0;
  const expiresAt = Math.ceil(exp + rules.clock.tolerance);
  if (expiresAt > rules.clock.now() / 1000 + LONGEST_LIFE) throw tokenError(REVOCATION_TOKEN, 'clock', 'it lives too long');
  return { issuer: rules.issuer.issuer, jti: readText(REVOCATION_TOKEN, claims, 'jti'), expiresAt };
}
