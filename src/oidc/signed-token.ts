import { decryptToken } from './encrypted-token.js';
import { type JsonObject, parseJsonObject } from './json-object.js';
import { plainText } from './provider-answer.js';
import { type TokenKind, tokenError } from './token-kind.js';
import { verifySignature } from './token-signature.js';
import type { TokenTrust } from './token-trust.js';

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
  const jws = token.split('.', 6).length === 5 ? await decryptToken(kind, token, trust.decryptionKey) : token;
  const { algorithm, kid } = readHeader(kind, jws, trust.algorithms);
  const payload = await verifySignature(kind, { jws, algorithm, kid }, trust);
  return { jws, algorithm, claims: readPayload(kind, payload) };
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

/** @throws OidcError when a token of that `typ` header is not of the kind */
export function checkType(kind: TokenKind, typ: unknown): void {
  if (kind.types === undefined || (typ === undefined && !kind.typeRequired)) return;
  const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
  if (!kind.types.includes(type))
    throw tokenError(kind, 'malformed', `of type ${plainText(typ, 60) ?? 'unknown'}, accepted is ${kind.types.join(' or ')}`);
}
