import { hkdfSync } from 'node:crypto';

export interface DerivedKey {
  /** Names the key in what it protects; tells nothing about the secret. */
  readonly id: string;
  /** 256 bits. */
  readonly key: Buffer;
}

/** The keys that come from SESSION_SECRET: one for each secret and purpose (HKDF with SHA-256, RFC 5869), so that no key serves two purposes. */
export class KeyRing {
  /** Newest first. Throws RangeError when there is none. */
  constructor(private readonly secrets: readonly string[]) {
    if (secrets.length === 0) throw new RangeError('A key ring needs at least one secret.');
  }

  /** Newest first: the first one protects what is new, all of them open. `purpose` is a fixed name, such as `session-tokens`. */
  deriveKeys(purpose: string): readonly [DerivedKey, ...DerivedKey[]] {
    const [newest = '', ...older] = this.secrets;
    return [derive(newest, purpose), ...older.map((secret) => derive(secret, purpose))];
  }
}

function derive(secret: string, purpose: string): DerivedKey {
  // The id is the next bytes of the same output: independent of the key's, as HKDF's output is pseudo-random throughout.
  const bytes = Buffer.from(hkdfSync('sha256', secret, 'okta-nest-signin', purpose, 40));
  return { key: bytes.subarray(0, 32), id: bytes.subarray(32).toString('base64url') };
}
