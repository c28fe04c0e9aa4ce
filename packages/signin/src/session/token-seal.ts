import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { KeyRing } from './key-ring.js';
import type { SealedPayload } from './session.js';

const ivLength = 12;
const tagLength = 16;

/**
 * Encrypts what is kept outside the process: AES-256-GCM (NIST SP 800-38D) with a key of its own for each purpose.
 * Each record is bound to a context, such as its session's key, so that records cannot be exchanged.
 */
export class TokenSeal {
  /** Id of the key that seals now. */
  readonly keyId: string;
  private readonly newest: KeyObject;
  private readonly keys: ReadonlyMap<string, KeyObject>;

  constructor(ring: KeyRing, purpose: string) {
    const keys = ring.deriveKeys(purpose);
    this.keyId = keys[0].id;
    this.newest = createSecretKey(keys[0].key);
    this.keys = new Map(keys.map(({ id, key }) => [id, createSecretKey(key)]));
  }

  /** False when the secret behind the key has been removed: nothing that it protected may be used. */
  knows(keyId: string): boolean {
    return this.keys.has(keyId);
  }

  /** `{key id}.{base64url of iv, tag and ciphertext}`. */
  seal(tokens: SealedPayload, context: string): string {
    const iv = randomBytes(ivLength);
    const cipher = createCipheriv('aes-256-gcm', this.newest, iv, { authTagLength: tagLength });
    cipher.setAAD(Buffer.from(context));
    const ciphertext = [cipher.update(JSON.stringify(tokens), 'utf8'), cipher.final()];
    return `${this.keyId}.${Buffer.concat([iv, cipher.getAuthTag(), ...ciphertext]).toString('base64url')}`;
  }

  /** Undefined for a key that is no longer known, a record of another context, or anything that was changed. */
  open(sealed: string, context: string): SealedPayload | undefined {
    const [keyId = '', text = ''] = sealed.split('.', 2);
    const key = this.keys.get(keyId);
    const bytes = Buffer.from(text, 'base64url');
    if (!key || bytes.length < ivLength + tagLength) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivLength), { authTagLength: tagLength });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength));
    try {
      const json = Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()]).toString('utf8');
      return JSON.parse(json) as SealedPayload;
    } catch {
      return undefined;
    }
  }
}
