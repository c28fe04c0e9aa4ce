import { createHash } from 'node:crypto';
import { OidcError, type Unmet } from '../errors.js';
import type { JsonObject } from '../json-object.js';
import { plainText } from '../provider/provider-response.js';
import type { TokenClaims } from '../login.js';
import { openSignedToken, type SignedToken } from './signed-token.js';
import {
  checkClaims,
  type Clock,
  noteFor,
  readIdentifier,
  readText,
  readTime,
  tokenError,
  type TokenKind,
  type TokenRules,
} from './token-claims.js';
import { signatureHash } from './verification-keys.js';

export const idTokenKind: TokenKind = {
  name: 'ID token',
  step: 'id_token',
  origin: 'provider',
  maxLength: 512 * 1024,
  code: 'id_token_invalid',
  codes: {
    encrypted: 'id_token_encrypted',
    plain: 'id_token_not_encrypted',
    algorithm: 'id_token_algorithm',
    signature: 'id_token_signature',
    issuer: 'id_token_issuer',
    claims: 'id_token_claims',
    tenant: 'tenant_not_allowed',
    clock: 'id_token_clock',
  },
};

export interface IdTokenExpectations {
  /** Seconds since the epoch. Undefined: it may be older (a provider that returns the former one at a refresh). */
  readonly issuedAfter?: number | undefined;
  /** Undefined: whatever it holds, or none, is fine (a refresh). */
  readonly nonce?: string | undefined;
  /** Seconds since the last authentication. */
  readonly maxAge?: number | undefined;
  readonly acrValues?: readonly string[] | undefined;
  readonly accessToken?: string | undefined;
  readonly code?: string | undefined;
}

export interface VerifiedIdToken extends SignedToken {
  readonly claims: TokenClaims;
}

/**
 * All checks of OpenID Connect Core 1.0, section 3.1.3.7, the signature first.
 * @throws OidcError id_token_*, keys_unavailable
 */
export async function verifyIdToken(token: string, rules: TokenRules, expected: IdTokenExpectations): Promise<VerifiedIdToken> {
  const { jws, claims, algorithm } = await openSignedToken(idTokenKind, token, rules);
  const audiences = checkClaims(idTokenKind, claims, rules, rules.clientId, ['exp', 'iat']);
  const passed = noteFor(idTokenKind);
  checkAuthorizedParty(claims, audiences, rules.clientId);
  passed('azp', claims.azp === undefined ? 'not there, and there is one audience' : 'this client');
  checkIssuedAfter(claims, expected.issuedAfter);
  if (expected.nonce !== undefined && claims.nonce !== expected.nonce) {
    throw tokenError(idTokenKind, 'claims', `its nonce is ${claims.nonce === undefined ? 'missing' : 'not that of this sign-in'}`);
  }
  passed('nonce', expected.nonce === undefined ? 'none was sent' : 'that of this sign-in');
  for (const [name, value] of [
    ['at_hash', expected.accessToken],
    ['c_hash', expected.code],
  ] as const) {
    checkHash(claims, name, value, algorithm);
    passed(name, claims[name] === undefined ? 'not there, and need not be' : 'fits');
  }
  checkAuthentication(claims, expected, rules.clock);
  if (expected.maxAge !== undefined) passed('auth_time', `at most ${expected.maxAge} s ago`);
  if (expected.acrValues !== undefined) passed('acr', String(claims.acr));
  checkSessionExpiry(claims, rules.clock);
  if (typeof claims.sid === 'string' && claims.sid !== '') readIdentifier(idTokenKind, claims, 'sid');
  const sub = readIdentifier(idTokenKind, claims, 'sub');
  passed('sub', 'names one person');
  return { jws, algorithm, claims: { ...claims, iss: readText(idTokenKind, claims, 'iss'), sub } };
}

/** Times from here on are in milliseconds: in seconds it is the year 2286. */
const milliseconds = 10_000_000_000;

/**
 * When a session that began by this ID token is to end, in seconds since the epoch: `session_expiry` of OpenID Connect Enterprise Extensions
 * (IPSIE SL1). Undefined: it does not say. Some send milliseconds.
 */
export function sessionExpiry({ session_expiry: value }: JsonObject): number | undefined {
  if (typeof value !== 'number') return undefined;
  return value >= milliseconds ? Math.floor(value / 1000) : value;
}

function checkSessionExpiry(claims: JsonObject, clock: Clock): void {
  if (claims.session_expiry === undefined) return;
  const expiry = sessionExpiry(claims);
  if (!Number.isInteger(claims.session_expiry) || expiry === undefined || expiry <= 0 || expiry >= milliseconds)
    throw tokenError(idTokenKind, 'claims', 'its session_expiry is no whole number of seconds since 1970');
  const past = clock.now() / 1000 - expiry;
  if (past >= clock.tolerance)
    throw tokenError(idTokenKind, 'claims', `the session that it is for ended ${Math.ceil(past)} s ago (session_expiry)`);
  noteFor(idTokenKind)('session_expiry', `in ${Math.round(-past)} s`);
}

/** Section 3.1.3.7 (10): one that was issued too far away from now is refused; where no nonce comes back, nothing else tells an old one. */
function checkIssuedAfter(claims: JsonObject, issuedAfter: number | undefined): void {
  const iat = readTime(idTokenKind, claims, 'iat', false);
  if (issuedAfter === undefined || iat === undefined || iat >= issuedAfter) return;
  throw tokenError(idTokenKind, 'claims', `it was issued ${Math.ceil(issuedAfter - iat)} s before this sign-in could have been answered`);
}

/** Section 3.1.3.7 (4) and (5): of several audiences, `azp` says who asked; where it is there, it is this client. */
function checkAuthorizedParty(claims: JsonObject, audiences: readonly unknown[], clientId: string): void {
  if (claims.azp === undefined && audiences.length === 1) return;
  if (claims.azp === clientId) return;
  throw tokenError(idTokenKind, 'claims', `its azp is ${plainText(claims.azp, 100) ?? 'missing'}, expected ${clientId}`);
}

/** Section 3.1.3.8: the left half of the hash that the signature uses. May be missing in the code flow, must fit where it is there. */
function checkHash(claims: JsonObject, name: 'at_hash' | 'c_hash', value: string | undefined, algorithm: string): void {
  const hash = signatureHash(algorithm);
  if (claims[name] === undefined || value === undefined || hash === undefined) return;
  const digest = createHash(hash).update(value).digest();
  if (claims[name] === digest.subarray(0, digest.length / 2).toString('base64url')) return;
  throw tokenError(idTokenKind, 'claims', `its ${name} does not fit the ${name === 'at_hash' ? 'access token' : 'code'} that came with it`);
}

/** Section 3.1.3.7 (12) and (13): how and when the person was authenticated, where we asked for more than the provider's habit. */
function checkAuthentication(claims: JsonObject, { maxAge, acrValues }: IdTokenExpectations, clock: Clock): void {
  const authTime = readTime(idTokenKind, claims, 'auth_time', false);
  if (maxAge !== undefined) {
    const age = authTime === undefined ? Infinity : clock.now() / 1000 - authTime;
    if (age < -clock.tolerance) throw tokenError(idTokenKind, 'claims', 'its auth_time is in the future');
    if (age > maxAge + clock.tolerance) {
      const came = authTime === undefined ? 'one without a time (auth_time)' : `one of ${Math.floor(age)} seconds ago`;
      throw unmet('max_age_not_met', { asked: `a sign-in of the last ${maxAge} seconds (max_age)`, came });
    }
  }
  if (acrValues !== undefined && !acrValues.some((acr) => acr === claims.acr)) {
    const acr = plainText(claims.acr, 100);
    const came = acr === undefined ? 'one that names no class' : `one of the class ${acr}`;
    throw unmet('acr_not_met', { asked: `a sign-in of the class ${acrValues.join(' or ')} (acr)`, came });
  }
}

function unmet(code: 'acr_not_met' | 'max_age_not_met', { asked, came }: Unmet): OidcError {
  return new OidcError(code, `the provider was asked for ${asked} and answered with ${came}`, 'id_token', { unmet: { asked, came } });
}
