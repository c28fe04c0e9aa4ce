import type { KeyObject } from 'node:crypto';
import { decodeJwt } from 'jose';
import { OidcError, type OidcErrorCode, type ProtocolStep } from '../errors.js';
import type { JsonObject } from '../json-object.js';
import type { IssuerRule } from '../provider/issuer.js';
import { plainText } from '../provider/provider-response.js';
import { currentSequence } from '../sequence.js';
import type { KeySet, TokenOrigin } from './key-set.js';

type TokenFault = 'malformed' | 'encrypted' | 'plain' | 'algorithm' | 'signature' | 'issuer' | 'claims' | 'tenant' | 'clock';

/** What differs between the signed tokens that we judge: their name in messages, their limits, and the code of each fault. */
export interface TokenKind {
  readonly name: string;
  readonly step: ProtocolStep;
  /** Default: anyone. */
  readonly origin?: TokenOrigin;
  /** Characters. */
  readonly maxLength: number;
  /** Accepted `typ` headers, lower case, without `application/`; undefined: any. */
  readonly types?: readonly string[];
  /** Whether a token without `typ` is refused. */
  readonly typeRequired?: true;
  /** The error of every fault but those in `codes`. Where there are none, the sender learns no more than yes or no. */
  readonly code: OidcErrorCode;
  readonly codes?: Readonly<Partial<Record<TokenFault, OidcErrorCode>>>;
}

/** An error about one token. The message names claims and headers, never the token. */
export function tokenError(kind: TokenKind, fault: TokenFault, message: string, cause?: unknown): OidcError {
  return new OidcError(kind.codes?.[fault] ?? kind.code, `${kind.name}: ${message}`, kind.step, { cause });
}

/** What a token may be signed and encrypted with. */
export interface TokenTrust {
  readonly keys: KeySet;
  readonly algorithms: readonly string[];
  /** Undefined: encrypted tokens are refused. */
  readonly decryptionKey: KeyObject | undefined;
  /** Refuses tokens that are signed only. */
  readonly encryptionRequired?: boolean;
  /** The key of HS*, where `algorithms` holds such. */
  readonly clientSecret?: string | undefined;
}

/** Seconds since the epoch. What is later, mostly a time in milliseconds, would never come. */
const year10000 = 253_402_300_800;
/** OpenID Connect Core 1.0, section 2 says it of `sub`. */
const maxIdentifierLength = 255;

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Seconds. */
  readonly tolerance: number;
  /** Seconds by which the provider's clock was ahead at its last answer; undefined: unknown. */
  providerOffset(): number | undefined;
}

/** All that tokens of the provider are judged by: their signature, whom they are for, and their times. */
export interface TokenRules extends TokenTrust {
  readonly issuer: IssuerRule;
  readonly clientId: string;
  readonly clock: Clock;
}

/**
 * What is checked of the claims of every token: who issued it, whom it is meant for, and its times.
 * @returns its audiences
 */
export function checkClaims(
  kind: TokenKind,
  claims: JsonObject,
  { issuer, clock }: Pick<TokenRules, 'issuer' | 'clock'>,
  audience: string,
  requiredTimes: readonly ('exp' | 'iat')[],
): readonly unknown[] {
  const passed = noteFor(kind);
  checkIssuer(kind, claims, issuer);
  passed('iss', String(claims.iss));
  const audiences = checkAudience(kind, claims, audience);
  passed('aud', audiences.length === 1 ? audience : `${audience} and ${audiences.length - 1} more`);
  checkTimes(kind, claims, clock, requiredTimes);
  passed('exp and iat', timesInWords(claims, clock));
  return audiences;
}

/** Records the checks of a token that hold. */
export function noteFor(kind: TokenKind): (what: string, detail: string) => void {
  const sequence = currentSequence();
  return (what, detail) => sequence?.check(`the ${kind.name}`, what, detail);
}

function timesInWords({ exp, iat }: JsonObject, clock: Clock): string {
  const now = clock.now() / 1000;
  const issued = typeof iat === 'number' ? `issued ${Math.round(now - iat)} s ago, ` : '';
  return `${issued}${typeof exp === 'number' ? `expires in ${Math.round(exp - now)} s` : 'never expires'}`;
}

/** `iss` is the provider, to the letter (OpenID Connect Core 1.0, section 3.1.3.7 (2)). */
export function checkIssuer(kind: TokenKind, claims: JsonObject, issuer: IssuerRule): void {
  if (issuer.accepts(claims.iss, claims)) return;
  const tid = plainText(claims.tid) ?? 'missing';
  if (issuer.accepts(claims.iss))
    throw tokenError(kind, 'claims', `its tid is ${tid}, and not the tenant of its iss ${String(claims.iss)}`);
  const tenant = issuer.tenantOf(claims);
  if (tenant !== undefined) throw tokenError(kind, 'tenant', `its tenant ${tenant} is not among those that may sign in (OIDC_TENANTS)`);
  const fault = claims.iss === undefined ? 'claims' : 'issuer';
  throw tokenError(kind, fault, `its iss is ${plainText(claims.iss) ?? 'missing'}, expected ${issuer.issuer}`);
}

/** `aud`, a text or a list, names the one it is meant for (section 3.1.3.7 (3)). Returns the list. */
export function checkAudience(kind: TokenKind, claims: JsonObject, audience: string): readonly unknown[] {
  const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (audiences.includes(audience)) return audiences;
  const found = audiences.slice(0, 5).map((item) => plainText(item, 100) ?? '(none)');
  throw tokenError(kind, 'claims', `its aud is ${found.join(', ')}, expected ${audience}`);
}

/**
 * `exp`, `iat` and `nbf` against our clock (section 3.1.3.7 (9) and (10); RFC 7519, section 4.1). Those that are there must be numbers.
 * @param required those that must be there
 */
export function checkTimes(kind: TokenKind, claims: JsonObject, clock: Clock, required: readonly ('exp' | 'iat')[]): void {
  const exp = readTime(kind, claims, 'exp', required.includes('exp'));
  if (exp !== undefined && exp >= year10000) throw tokenError(kind, 'claims', 'its exp is no date in seconds');
  const iat = readTime(kind, claims, 'iat', required.includes('iat'));
  const nbf = readTime(kind, claims, 'nbf', false);
  const now = clock.now() / 1000;
  if (exp !== undefined && exp + clock.tolerance <= now) throw clockError(kind, clock, `expired ${Math.ceil(now - exp)} s ago`);
  if (iat !== undefined && iat - clock.tolerance > now) throw clockError(kind, clock, `issued ${Math.ceil(iat - now)} s in the future`);
  if (nbf !== undefined && nbf - clock.tolerance > now) throw clockError(kind, clock, `valid only in ${Math.ceil(nbf - now)} s`);
}

/** A time claim: seconds since the epoch. */
export function readTime(kind: TokenKind, claims: JsonObject, name: string, required: boolean): number | undefined {
  const value = claims[name];
  if (value === undefined && !required) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw tokenError(kind, 'claims', `its ${name} is ${value === undefined ? 'missing' : 'no number'}`);
}

/** A claim that must be a text that is not empty. */
export function readText(kind: TokenKind, claims: JsonObject, name: string): string {
  const value = claims[name];
  if (typeof value === 'string' && value !== '') return value;
  throw tokenError(kind, 'claims', `its ${name} is ${value === undefined ? 'missing' : 'no text'}`);
}

/** `sub` or `sid`: a text that every store keeps as it is, so that two of them never become one. */
export function readIdentifier(kind: TokenKind, claims: JsonObject, name: 'sub' | 'sid'): string {
  const value = readText(kind, claims, name);
  const problem = identifierProblem(value);
  if (problem !== undefined) throw tokenError(kind, 'claims', `its ${name} ${problem}`);
  return value;
}

/** What makes a text useless as `sub` or `sid`; undefined: nothing. */
export function identifierProblem(text: string): string | undefined {
  if (text.length > maxIdentifierLength) return `is longer than ${maxIdentifierLength} characters`;
  if (/\p{Cc}/u.test(text)) return 'holds a control character';
  if (!text.isWellFormed()) return 'holds half of a surrogate pair';
  return undefined;
}

function clockError(kind: TokenKind, clock: Clock, problem: string): OidcError {
  const ahead = clock.providerOffset() ?? 0;
  const offset = `; the provider's clock is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} ours`;
  return tokenError(kind, 'clock', `${problem} (${clock.tolerance} s are tolerated${Math.abs(ahead) <= 1 ? '' : offset}): check the clock`);
}

/** The claims of a signed token, not judged; none where it cannot be read. For tokens that the provider itself has given us. */
export function readClaims(token: string): JsonObject {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}
