import type { KeyObject } from 'node:crypto';
import { compactDecrypt } from 'jose';
import { parseJsonObject } from './json-object.js';
import { plainText } from './provider-answer.js';
import { type TokenKind, tokenError } from './token-kind.js';

const KEY_ALGORITHMS = [
  'RSA-OAEP',
  'RSA-OAEP-256',
  'RSA-OAEP-384',
  'RSA-OAEP-512',
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A192KW',
  'ECDH-ES+A256KW',
];
const CONTENT_ALGORITHMS = ['A128GCM', 'A192GCM', 'A256GCM', 'A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512'];

/** The signed token inside an encrypted one (RFC 7516). A compressed one is refused: a small token may unpack to gigabytes. */
export async function decryptToken(kind: TokenKind, jwe: string, key: KeyObject | undefined): Promise<string> {
  const header = parseJsonObject(Buffer.from(jwe.split('.', 1)[0] ?? '', 'base64url').toString('utf8'));
  if (header === undefined) throw tokenError(kind, 'malformed', 'no encrypted token in compact form');
  if (header.zip !== undefined) throw tokenError(kind, 'malformed', 'it is compressed');
  const algorithm = plainText(header.alg, 40) ?? 'unknown algorithm';
  if (key === undefined) {
    const remedy = 'turn encryption off for this client at the provider, or set the key that decrypts';
    throw tokenError(kind, 'encrypted', `the provider encrypts it (${algorithm}) and no decryption key is set: ${remedy}`);
  }
  try {
    const options = { keyManagementAlgorithms: KEY_ALGORITHMS, contentEncryptionAlgorithms: CONTENT_ALGORITHMS };
    const { plaintext } = await compactDecrypt(jwe, key, options);
    return new TextDecoder().decode(plaintext);
  } catch (cause) {
    throw tokenError(kind, 'encrypted', `it was encrypted (${algorithm}) for another key than the one that is set`, cause);
  }
}
