import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SettingRefused } from './setting-refused.js';
import { systemErrorCode } from './system-error.js';

export interface PrivateKey {
  /** PEM or JWK text, as the file has it. */
  readonly pem: string;
  /** Of a JWK. */
  readonly kid: string | undefined;
}

/**
 * Reads a private key as PEM (`BEGIN PRIVATE KEY`) or JWK, and makes sure that it is one.
 *
 * @throws SettingRefused which never quotes the file.
 */
export function readPrivateKeyFile(path: string, directory: string): PrivateKey {
  const text = readText(resolve(directory, path));
  const jwk = parseJwk(text);
  const key = toKey(text, jwk);
  const bits = key.asymmetricKeyDetails?.modulusLength;
  // RFC 7518, section 3.3
  if (bits !== undefined && bits < 2048) throw new SettingRefused(`names an RSA key of ${bits} bits`, 'Make one of 2048 bits or more.');
  return { pem: text, kid: typeof jwk?.['kid'] === 'string' ? jwk['kid'] : undefined };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new SettingRefused(
      `names a file that cannot be read (${systemErrorCode(error)})`,
      'Write the path of a file that the user of the application may read.',
    );
  }
}

function parseJwk(text: string): JsonWebKey | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as JsonWebKey;
  } catch {
    throw new SettingRefused('names a file that is neither PEM nor JSON', 'Store one private key as PEM or as a JWK.');
  }
}

function toKey(text: string, jwk: JsonWebKey | undefined): KeyObject {
  if (text.includes('ENCRYPTED')) {
    throw new SettingRefused(
      'names a key that is protected by a passphrase',
      'Store it without one (openssl pkcs8 -topk8 -nocrypt) and protect the file instead.',
    );
  }
  try {
    return jwk === undefined ? createPrivateKey(text) : createPrivateKey({ key: jwk, format: 'jwk' });
  } catch {
    throw new SettingRefused(
      'names a file without a private key',
      'Store one private key, as PEM (BEGIN PRIVATE KEY) or as a JWK with its private members.',
    );
  }
}
