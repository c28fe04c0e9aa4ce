import { createPrivateKey, type KeyObject } from 'node:crypto';
import { OidcError } from './errors.js';
import { parseJsonObject } from './json-object.js';

/**
 * Reads a private key from PEM (PKCS#8, PKCS#1 or SEC1) or JWK text.
 * @param purpose for the message, such as `client authentication`
 * @throws OidcError configuration; the message holds nothing of the key
 */
export function readPrivateKey(text: string, purpose: string): KeyObject {
  const jwk = parseJsonObject(text);
  try {
    return jwk === undefined ? createPrivateKey(text) : createPrivateKey({ key: { ...jwk }, format: 'jwk' });
  } catch {
    throw new OidcError(
      'configuration',
      `the private key for ${purpose} cannot be read: it must be an unencrypted PEM or a private JWK`,
      'token',
    );
  }
}
