import type { KeyObject } from 'node:crypto';
import { compactDecrypt, compactVerify } from 'jose';
import { type JsonObject, parseJsonObject } from '../json-object.js';
import { plainText } from '../provider/provider-response.js';
import type { FetchedKeys } from './key-set.js';
import { currentSequence } from '../sequence.js';
import { usesClientSecret } from './verification-keys.js';
import { tokenError, type TokenKind, type TokenTrust } from './token-claims.js';

export interface SignedToken {
  /** The signed token; where an encrypted one came, what was inside. */
  readonly jws: string;
  readonly algorithm: string;
  readonly claims: JsonObject;
}

/**
 * Opens a JWS in compact form and checks its signature against the provider's keys, or the client secret where HS* is
 * allowed (RFC 7515, section 5.2), before any claim is read.
 * @throws OidcError of the kind's codes, and those of the key set when there are no keys
 */
export async function openSignedToken(kind: TokenKind, token: string, trust: TokenTrust): Promise<SignedToken> {
  if (token.length > kind.maxLength) throw tokenError(kind, 'malformed', `longer than ${kind.maxLength} characters`);
  const isEncrypted = token.split('.', 6).length === 5;
  if (!isEncrypted && trust.encryptionRequired === true)
    throw tokenError(kind, 'plain', 'it is not encrypted, as was agreed on for this client');
  const jws = isEncrypted ? await decryptToken(kind, token, trust.decryptionKey) : token;
  const signed = { jws, ...readHeader(kind, jws, trust.algorithms) };
  const payload = await (usesClientSecret(signed.algorithm) ? verifyBySecret : verifyByKeys)(kind, signed, trust);
  const key = usesClientSecret(signed.algorithm) ? 'by the client secret' : `by the provider's key ${signed.kid ?? '(no kid)'}`;
  currentSequence()?.check(`the ${kind.name}`, 'signature', `${signed.algorithm}, ${key}`);
  return { jws, algorithm: signed.algorithm, claims: readPayload(kind, payload) };
}

/** Bytes that are no UTF-8 are refused: decoded leniently, several subs would become one. */
function readPayload(kind: TokenKind, payload: Uint8Array): JsonObject {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch (cause) {
    throw tokenError(kind, 'malformed', 'its payload is no UTF-8', cause);
  }
  const claims = parseJsonObject(text);
  if (claims === undefined) throw tokenError(kind, 'malformed', 'its payload is no JSON object, or one that is nested too deep');
  return claims;
}

function readHeader(kind: TokenKind, jws: string, algorithms: readonly string[]): { algorithm: string; kid: string | undefined } {
  const header = jws.split('.', 4).length === 3 ? readProtectedHeader(jws) : undefined;
  if (header === undefined) throw tokenError(kind, 'malformed', 'no signed token in compact form');
  const { alg, kid, typ } = header;
  if (typeof alg !== 'string' || !algorithms.includes(alg)) {
    const accepted = algorithms.join(', ') || 'none of those advertised';
    throw tokenError(kind, 'algorithm', `signed with ${plainText(alg, 40) ?? 'no algorithm'}, accepted are ${accepted}`);
  }
  // RFC 7515, section 4.1.11: an extension that is not understood makes the token invalid. We need none; b64 is one (RFC 7797).
  if (header.crit !== undefined || header.b64 !== undefined || header.zip !== undefined) {
    throw tokenError(kind, 'malformed', 'its header asks for an extension (crit, b64 or zip)');
  }
  if (kid !== undefined && kid !== null && typeof kid !== 'string') throw tokenError(kind, 'malformed', 'its kid is no text');
  checkType(kind, typ);
  return { algorithm: alg, kid: kid ?? undefined };
}

/** The header of a token in compact form, not judged; undefined where it has none. */
export function readProtectedHeader(token: string): JsonObject | undefined {
  return parseJsonObject(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8'));
}

/** @throws OidcError when a token of that `typ` header is not of the kind */
export function checkType(kind: TokenKind, typ: unknown): void {
  if (kind.types === undefined || (typ === undefined && !kind.typeRequired)) return;
  const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
  if (!kind.types.includes(type))
    throw tokenError(kind, 'malformed', `of type ${plainText(typ, 60) ?? 'unknown'}, accepted is ${kind.types.join(' or ')}`);
}

interface CompactToken {
  readonly jws: string;
  readonly algorithm: string;
  readonly kid: string | undefined;
}

/** By the client secret alone, never by a key of the key set: that is public, or the provider would not publish it. */
async function verifyBySecret(kind: TokenKind, { jws, algorithm }: CompactToken, { clientSecret }: TokenTrust): Promise<Uint8Array> {
  const secret = Buffer.from(clientSecret ?? '');
  // RFC 7518, section 3.2: a key at least as long as the hash.
  const minBytes = Number(algorithm.slice(2)) / 8;
  if (secret.length < minBytes) {
    throw tokenError(kind, 'algorithm', `signed with ${algorithm}, for which the client secret must have ${minBytes} bytes`);
  }
  try {
    return (await compactVerify(jws, secret, { algorithms: [algorithm] })).payload;
  } catch {
    throw tokenError(kind, 'signature', 'its signature was not made with the client secret');
  }
}

async function verifyByKeys(kind: TokenKind, token: CompactToken, { keys }: TokenTrust): Promise<Uint8Array> {
  const first = await keys.get();
  const payload = await tryKeys(token, first);
  if (payload !== undefined) return payload;
  const newer = await keys.newerThan(first.version, kind.origin ?? 'anyone');
  const second = newer && (await tryKeys(token, newer));
  if (second !== undefined) return second;
  const isUnknown = (newer ?? first).keys.candidates(token.algorithm, token.kid).length === 0;
  // A key that we do not have may be a new one, as long as nobody can look: no fault of the token.
  if (newer === undefined && keys.failure !== undefined && isUnknown) throw keys.failure.error;
  const kid = plainText(token.kid, 80) ?? '(none)';
  const known = (newer ?? first).keys.ids.slice(0, 10).map((id) => plainText(id, 80));
  const problem = isUnknown ? `no ${token.algorithm} key of the provider fits kid` : "its signature does not fit the provider's key";
  throw tokenError(kind, 'signature', `${problem} ${kid}; its keys are ${known.join(', ')}`);
}

async function tryKeys({ jws, algorithm, kid }: CompactToken, { keys }: FetchedKeys): Promise<Uint8Array | undefined> {
  for (const candidate of keys.candidates(algorithm, kid)) {
    try {
      return (await compactVerify(jws, candidate, { algorithms: [algorithm] })).payload;
    } catch {
      // It does not fit, or cannot even be imported (too short, off its curve): the next one may.
    }
  }
  return undefined;
}

/**
 * The signed token inside an encrypted one (RFC 7516). A private key opens what was made for its public half alone (RSA-OAEP, ECDH-ES).
 * A compressed one is refused: a small token may unpack to gigabytes.
 */
export async function decryptToken(kind: TokenKind, jwe: string, key: KeyObject | undefined): Promise<string> {
  const header = readProtectedHeader(jwe);
  if (header === undefined) throw tokenError(kind, 'malformed', 'no encrypted token in compact form');
  if (header.zip !== undefined) throw tokenError(kind, 'malformed', 'it is compressed');
  const algorithm = plainText(header.alg, 40) ?? 'unknown algorithm';
  if (key === undefined) {
    const remedy = 'turn encryption off for this client at the provider, or set the key that decrypts';
    throw tokenError(kind, 'encrypted', `the provider encrypts it (${algorithm}) and no decryption key is set: ${remedy}`);
  }
  try {
    return new TextDecoder().decode((await compactDecrypt(jwe, key)).plaintext);
  } catch (cause) {
    throw tokenError(kind, 'encrypted', `it was encrypted (${algorithm}) for another key than the one that is set`, cause);
  }
}
