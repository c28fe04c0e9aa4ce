import { compactVerify } from 'jose';
import type { FetchedKeys, KeySet } from './key-set.js';
import { plainText } from './provider-answer.js';
import { usesClientSecret } from './signing-algorithms.js';
import { type TokenKind, tokenError } from './token-kind.js';
import type { TokenTrust } from './token-trust.js';

interface CompactToken {
  readonly jws: string;
  readonly algorithm: string;
  readonly kid: string | undefined;
}

/**
 * The payload of a token whose signature fits one of the provider's keys, or the client secret for HS*.
 * @throws OidcError the kind's code for a wrong signature; keys_unavailable
 */
export async function verifySignature(kind: TokenKind, token: CompactToken, { keys, clientSecret }: TokenTrust): Promise<Uint8Array> {
  return usesClientSecret(token.algorithm) ? verifyBySecret(kind, token, clientSecret ?? '') : verifyByKeys(kind, token, keys);
}

/** By the client secret alone, never by a key of the key set: that is public, or the provider would not publish it. */
async function verifyBySecret(kind: TokenKind, { jws, algorithm }: CompactToken, clientSecret: string): Promise<Uint8Array> {
  const secret = Buffer.from(clientSecret);
  // RFC 7518, section 3.2: a key at least as long as the hash.
  const least = Number(algorithm.slice(2)) / 8;
  if (secret.length < least) {
    throw tokenError(kind, 'algorithm', `signed with ${algorithm}, for which the client secret must have ${least} bytes`);
  }
  try {
    return (await compactVerify(jws, secret, { algorithms: [algorithm] })).payload;
  } catch {
    throw tokenError(kind, 'signature', 'its signature was not made with the client secret');
  }
}

async function verifyByKeys(kind: TokenKind, token: CompactToken, keys: KeySet): Promise<Uint8Array> {
  const first = await keys.get();
  const payload = await tryKeys(token, first);
  if (payload !== undefined) return payload;
  const newer = await keys.newerThan(first.version, kind.origin);
  const second = newer && (await tryKeys(token, newer));
  if (second !== undefined) return second;
  // A key that we do not have may be a new one, as long as nobody can look: no fault of the token.
  if (newer === undefined && keys.outage !== undefined && first.keys.candidates(token.algorithm, token.kid).length === 0) throw keys.outage;
  throw tokenError(kind, 'signature', whyNoneFits(token, newer ?? first));
}

async function tryKeys({ jws, algorithm, kid }: CompactToken, { keys }: FetchedKeys): Promise<Uint8Array | undefined> {
  for (const candidate of keys.candidates(algorithm, kid)) {
    try {
      return (await compactVerify(jws, await candidate(), { algorithms: [algorithm] })).payload;
    } catch {
      // It does not fit, or cannot even be imported (too short, off its curve): the next one may.
    }
  }
  return undefined;
}

function whyNoneFits({ algorithm, kid }: CompactToken, { keys }: FetchedKeys): string {
  const known = keys.ids.slice(0, 10).map((id) => plainText(id, 80));
  const problem =
    keys.candidates(algorithm, kid).length === 0
      ? `no ${algorithm} key of the provider fits kid ${plainText(kid, 80) ?? '(none)'}`
      : `its signature does not fit the provider's key ${plainText(kid, 80) ?? '(no kid)'}`;
  return `${problem}; its keys are ${known.join(', ')}`;
}
