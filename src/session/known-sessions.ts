import { deepFreeze } from '../config/deep-freeze.js';
import type { Session } from './session.js';

/** What was read of a session, with the version of its data. */
export interface KnownSession {
  session: Session;
  readonly version: number;
}

const most = 500;
/** Characters of a session's data, beyond which it is read anew at each request. */
const largest = 4000;

/**
 * The sessions that were read last, so that what never changes of them is read and parsed once and not at each request.
 * Whether a session still lives is not known here: the store says that each time.
 * The one that was read first gives way, used or not: to keep account of their use would cost each request more than it spares a few.
 */
export class KnownSessions {
  readonly #sessions = new Map<string, KnownSession>();

  get(key: string): KnownSession | undefined {
    return this.#sessions.get(key);
  }

  /** `size`: characters of its data. Freezes the data, since several requests share it from now on. */
  keep(known: KnownSession, size: number): void {
    if (size > largest) return;
    deepFreeze(known.session.data);
    this.#sessions.set(known.session.key, known);
    const [first] = this.#sessions.size > most ? this.#sessions.keys() : [];
    if (first !== undefined) this.#sessions.delete(first);
  }

  forget(key: string): void {
    this.#sessions.delete(key);
  }
}
