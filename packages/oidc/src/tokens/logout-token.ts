import type { KeyObject } from 'node:crypto';
import { isJsonObject } from '../json-object.js';
import { decryptToken, openSignedToken } from './signed-token.js';
import { checkClaims, readIdentifier, readText, readTime, tokenError, type TokenKind, type TokenRules } from './token-claims.js';

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

/** Seconds after `iat` for which a token without `exp` is taken: LemonLDAP::NG and Glewlwyd send none, as the drafts did. */
const lifetimeWithoutExp = 5 * 60;
/** Seconds for which any token is taken, so that replays need to be remembered for no longer. Okta's live for five minutes. */
const maxLifetime = 60 * 60;

const logoutTokenKind: TokenKind = {
  name: 'logout token',
  step: 'logout_token',
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

/** What is inside an encrypted logout token, not judged; undefined: the key does not open it. */
export async function openLogoutToken(token: string, key: KeyObject | undefined): Promise<string | undefined> {
  if (token.length > logoutTokenKind.maxLength) return undefined;
  return decryptToken(logoutTokenKind, token, key).catch(() => undefined);
}

/**
 * All checks of OpenID Connect Back-Channel Logout 1.0, section 2.6, but for the replay of `jti`, which needs a memory. More tolerant in two
 * things, as real providers are: `typ` may be JWT, and `exp` may be missing.
 * @throws OidcError logout_token_invalid for every fault of the token; keys_unavailable when it cannot be judged
 */
export async function verifyLogoutToken(token: string, rules: TokenRules): Promise<LogoutToken> {
  const { claims } = await openSignedToken(logoutTokenKind, token, rules);
  checkClaims(logoutTokenKind, claims, rules, rules.clientId, ['iat']);
  const issuedAt = readTime(logoutTokenKind, claims, 'iat', true) ?? 0;
  const exp = readTime(logoutTokenKind, claims, 'exp', false) ?? issuedAt + lifetimeWithoutExp;
  const expiresAt = Math.ceil(Math.min(exp, issuedAt + maxLifetime) + rules.clock.tolerance);
  if (expiresAt <= rules.clock.now() / 1000) throw tokenError(logoutTokenKind, 'clock', 'it is too old');
  const { events } = claims;
  if (!isJsonObject(events) || !Object.hasOwn(events, logoutEvent) || !isJsonObject(events[logoutEvent])) {
    throw tokenError(logoutTokenKind, 'claims', 'its events do not name a back-channel logout');
  }
  if (claims.nonce !== undefined) throw tokenError(logoutTokenKind, 'claims', 'it has a nonce, which would make it an ID token');
  const subject = claims.sub === undefined ? undefined : readIdentifier(logoutTokenKind, claims, 'sub');
  const sid = claims.sid === undefined ? undefined : readIdentifier(logoutTokenKind, claims, 'sid');
  if (subject === undefined && sid === undefined) throw tokenError(logoutTokenKind, 'claims', 'it names neither sub nor sid');
  return {
    issuer: readText(logoutTokenKind, claims, 'iss'),
    subject,
    sid,
    jti: readText(logoutTokenKind, claims, 'jti'),
    issuedAt,
    expiresAt,
  };
}

const revocationTokenKind: TokenKind = {
  name: 'global token revocation token',
  step: 'logout_token',
  maxLength: 16 * 1024,
  types: ['global-token-revocation+jwt'],
  // Tells it from an access token of this client's own, which may have the same claims.
  typeRequired: true,
  code: 'logout_token_invalid',
};

export type RevocationRequestToken = Pick<LogoutToken, 'issuer' | 'jti' | 'expiresAt'>;

/**
 * The bearer token with which Okta asks to sign a person out everywhere (Universal Logout, after draft-parecki-oauth-global-token-revocation):
 * of the issuer, for the address that was called, about this client.
 * @param audience the address of our endpoint
 * @throws OidcError logout_token_invalid for every fault of the token; keys_unavailable when it cannot be judged
 */
export async function verifyRevocationRequest(token: string, audience: string, rules: TokenRules): Promise<RevocationRequestToken> {
  const { claims } = await openSignedToken(revocationTokenKind, token, rules);
  checkClaims(revocationTokenKind, claims, rules, audience, ['exp']);
  if (readText(revocationTokenKind, claims, 'sub') !== rules.clientId)
    throw tokenError(revocationTokenKind, 'claims', 'its sub is not this client');
  const exp = readTime(revocationTokenKind, claims, 'exp', true) ?? 0;
  const expiresAt = Math.ceil(exp + rules.clock.tolerance);
  if (expiresAt > rules.clock.now() / 1000 + maxLifetime) throw tokenError(revocationTokenKind, 'clock', 'it lives too long');
  return { issuer: rules.issuer.issuer, jti: readText(revocationTokenKind, claims, 'jti'), expiresAt };
}
