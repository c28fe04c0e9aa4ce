import type { IdTokenRules } from './id-token.js';
import { openSignedToken } from './signed-token.js';
import type { TokenTrust } from './token-trust.js';
import { checkAudience, checkIssuer, checkTimes, readText, readTime } from './token-claims.js';
import { singleCode, type TokenKind, tokenError } from './token-kind.js';

const REVOCATION_TOKEN: TokenKind = {
  name: 'global token revocation token',
  step: 'logout_token',
  origin: 'anyone',
  maxLength: 16 * 1024,
  types: ['global-token-revocation+jwt'],
  // Tells it from an access token of this client's own, which may have the same claims.
  typeRequired: true,
  codes: singleCode('logout_token_invalid'),
};

/** Seconds. Okta's tokens live for five minutes. */
const LONGEST_LIFE = 60 * 60;

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
