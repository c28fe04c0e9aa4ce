import type { KeyObject } from 'node:crypto';
import { compactVerify, errors } from 'jose';
import { decryptToken } from './encrypted-token.js';
import { type JsonObject, parseJsonObject } from './json-object.js';
import type { FetchedKeys, KeySet } from './key-set.js';
import { plainText } from './provider-answer.js';
import { usesClientSecret } from './signing-algorithms.js';
import { type TokenKind, tokenError } from './token-kind.js';

export interface SignedToken {
  /** The signed token; where an encrypted one came, what was inside. */
  readonly jws: string;
  readonly algorithm: string;
  readonly claims: JsonObject;
}

export interface TokenTrust {
  readonly keys: KeySet;
  readonly algorithms: readonly string[];
  /** Undefined: encrypted tokens are refused. */
  readonly decryptionKey: KeyObject | undefined;
  /** The key of HS*, where `algorithms` holds such. */
  readonly clientSecret?: string | undefined;
}

/**
 * Opens a JWS in compact form and checks its signature against the provider's keys, or the client secret where HS* is
 * allowed (RFC 7515, section 5.2), before any claim is read.
 * @throws OidcError of the kind's codes, and those of the key set when there are no keys
 */
export async function openSignedToken(kind: TokenKind, token: string, trust: TokenTrust): Promise<SignedToken> {
  if (token.length > kind.longest) throw tokenError(kind, 'malformed', `longer than ${kind.longest} characters`);
  const jws = token.split('.', 6).length === 5 ? await decryptToken(kind, token, trust.decryptionKey) : token;
  const { algorithm, kid } = readHeader(kind, jws, trust.algorithms);
  const payload = usesClientSecret(algorithm)
    ? await verifyBySecret(kind, jws, algorithm, trust.clientSecret ?? '')
    : await verifySignature(kind, jws, algorithm, kid, trust.keys);
  const claims = parseJsonObject(new TextDecoder().decode(payload));
  if (claims === undefined) throw tokenError(kind, 'malformed', 'its payload is no JSON object');
  return { jws, algorithm, claims };
}

function readHeader(kind: TokenKind, jws: string, algorithms: readonly string[]): { algorithm: string; kid: string | undefined } {
  const parts = jws.split('.', 4);
  const header = parts.length === 3 ? parseJsonObject(Buffer.from(parts[0] ?? '', 'base64url').toString('utf8')) : undefined;
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

function checkType(kind: TokenKind, typ: unknown): void {
  if (kind.types === undefined || (typ === undefined && !kind.typeRequired)) return;
  const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
  if (!kind.types.includes(type)) throw tokenError(kind, 'malformed', `of type ${plainText(typ, 60) ?? 'unknown'}`);
}

/** By the client secret alone, never by a key of the key set: that is public, or the provider would not publish it. */
async function verifyBySecret(kind: TokenKind, jws: string, algorithm: string, clientSecret: string): Promise<Uint8Array> {
  const secret = Buffer.from(clientSecret);
  // RFC 7518, section 3.2: a key at least as long as the hash.
  const least = Number(algorithm.slice(2)) / 8;
  if (secret.length < least)
    throw tokenError(kind, 'algorithm', `signed with ${algorithm}, for which the client secret must have ${least} bytes`);
  try {
    return (await compactVerify(jws, secret, { algorithms: [algorithm] })).payload;
  } catch {
    throw tokenError(kind, 'signature', 'its signature was not made with the client secret');
  }
}

async function verifySignature(
  kind: TokenKind,
  jws: string,
  algorithm: string,
  kid: string | undefined,
  keys: KeySet,
): Promise<Uint8Array> {
  const first = await keys.get();
  const payload = await tryKeys(jws, algorithm, kid, first);
  if (payload !== undefined) return payload;
  const newer = await keys.newerThan(first.version, kind.origin);
  const second = newer && (await tryKeys(jws, algorithm, kid, newer));
  if (second !== undefined) return second;
  const known = (newer ?? first).keys;
  const problem =
    known.candidates(algorithm, kid).length === 0
      ? `no ${algorithm} key of the provider fits kid ${plainText(kid, 80) ?? '(none)'}`
      : `its signature does not fit the provider's key ${plainText(kid, 80) ?? '(no kid)'}`;
  const ids = known.ids.slice(0, 10).map((id) => plainText(id, 80));
  throw tokenError(kind, 'signature', `${problem}; its keys are ${ids.join(', ') || 'none'}`);
}

async function tryKeys(jws: string, algorithm: string, kid: string | undefined, { keys }: FetchedKeys): Promise<Uint8Array | undefined> {
  for (const candidate of keys.candidates(algorithm, kid)) {
    try {
      return (await compactVerify(jws, await candidate(), { algorithms: [algorithm] })).payload;
    } catch (error) {
      // A key that cannot be imported (too short, off its curve) is no key; any other key may still fit.
      if (error instanceof errors.JWSInvalid) return undefined;
    }
  }
  return undefined;
}
