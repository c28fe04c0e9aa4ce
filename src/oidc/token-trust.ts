import type { KeyObject } from 'node:crypto';
import type { KeySet } from './key-set.js';

/** What a token may be signed and encrypted with. */
export interface TokenTrust {
  readonly keys: KeySet;
  readonly algorithms: readonly string[];
  /** Undefined: encrypted tokens are refused. */
  readonly decryptionKey: KeyObject | undefined;
  /** The key of HS*, where `algorithms` holds such. */
  readonly clientSecret?: string | undefined;
}
