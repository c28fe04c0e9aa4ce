import { deepFreeze } from '../config/deep-freeze.js';
import type { Session } from './session.js';

/** What was read of a session, with the version of its data. */
export interface KnownSession {
  session: Session;
  readonly version: number;
}

/** Sessions of one generation; there are two. */
const generation = 500;
/** Characters of a session's data, beyond which it is read anew at each request. */
const largest = 4000;

/**
 * The sessions that were used last, so that what never changes of them is read and parsed once and not at each request.
 * Whether a session still lives is not known here: the store says that each time.
 * Two generations instead of an order of use: whoever is found costs one look-up, and at most 1000 are kept.
 */
export class KnownSessions {
  #young = new Map<string, KnownSession>();
  #old = new Map<string, KnownSession>();

  get(key: string): KnownSession | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.#add(old);
    return old;
  }

  /** `size`: characters of its data. Freezes the data, since several requests share it from now on. */
  keep(known: KnownSession, size: number): void {
    if (size > largest) return;
    deepFreeze(known.session.data);
    this.#add(known);
  }

  forget(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  #add(known: KnownSession): void {
    if (this.#young.size >= generation) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(known.session.key, known);
  }
}
