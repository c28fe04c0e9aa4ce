import type { SessionSettings } from '../config/settings.js';
import type { Deadline, SessionRecord } from './session-store.js';

/** When sessions are over. */
export class SessionLifetime {
  /** Milliseconds. */
  readonly #idle: number;
  readonly #absolute: number;

  constructor(
    settings: Pick<SessionSettings, 'idleTimeout' | 'absoluteTimeout'>,
    /** Milliseconds since the epoch. */
    readonly now: () => number,
    /** False: the secret behind that key was removed, and with it what it protected. */
    private readonly isKeyKnown: (keyId: string) => boolean,
  ) {
    this.#idle = settings.idleTimeout * 1000;
    this.#absolute = settings.absoluteTimeout * 1000;
  }

  /** When a session ends that begins at `begin`, whatever happens. */
  endOf(begin: number): number {
    return begin + this.#absolute;
  }

  deadline(): Deadline {
    const now = this.now();
    return { now, seenBefore: now - this.#idle };
  }

  isOver(record: Pick<SessionRecord, 'seenAt' | 'expiresAt' | 'keyId'>): boolean {
    const now = this.now();
    return record.expiresAt <= now || record.seenAt <= now - this.#idle || !this.isKeyKnown(record.keyId);
  }
}
