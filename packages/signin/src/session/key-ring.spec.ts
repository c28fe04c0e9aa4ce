import { hkdfSync } from 'node:crypto';
import { KeyRing } from './key-ring.js';

describe('the key ring', () => {
  it('derives 256-bit keys, newest secret first', () => {
    const keys = new KeyRing(['new', 'old']).deriveKeys('session-tokens');
    expect(keys.map(({ key }) => key.length)).toEqual([32, 32]);
    expect(keys[1]).toEqual(new KeyRing(['old']).deriveKeys('session-tokens')[0]);
    expect(keys[0]).toEqual(new KeyRing(['new']).deriveKeys('session-tokens')[0]);
  });

  it('derives them by HKDF with SHA-256 (RFC 5869), so that other programs can', () => {
    const [{ key }] = new KeyRing(['secret']).deriveKeys('session-tokens');
    expect(key).toEqual(Buffer.from(hkdfSync('sha256', 'secret', 'okta-nest-signin', 'session-tokens', 32)));
  });

  it('gives each purpose and each secret keys and ids of its own', () => {
    const ring = new KeyRing(['new', 'old']);
    const keys = ['session-tokens', 'another-purpose', 'login-transaction'].flatMap((purpose) => ring.deriveKeys(purpose));
    expect(new Set(keys.map(({ key }) => key.toString('hex'))).size).toBe(6);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(6);
  });

  it('names keys by ids that fit a record and tell nothing of the key', () => {
    const [{ id, key }] = new KeyRing(['secret']).deriveKeys('session-tokens');
    expect(id).toMatch(/^[A-Za-z0-9_-]{11}$/);
    expect(key.toString('base64url')).not.toContain(id);
  });

  it('refuses to be without a secret', () => {
    expect(() => new KeyRing([])).toThrow(RangeError);
  });
});
