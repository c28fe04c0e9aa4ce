import { StoreUnavailableError } from '../database/errors.js';
import { sessionKey } from './session-id.js';
import type { SessionLifetime } from './session-lifetime.js';
import type { SessionRecord, SessionStore } from './session-store.js';
import { toSession, type Session } from './session.js';
import type { TokenSeal } from './token-seal.js';

const seenIntervalMs = 60_000;

/** What every request of a signed-in person does. */
export class SessionReader {
  constructor(
    private readonly store: SessionStore,
    private readonly seal: TokenSeal,
    private readonly lifetime: SessionLifetime,
  ) {}

  /** The session of a cookie; undefined when there is none, or it is over. Throws StoreUnavailableError. */
  async read(cookie: string): Promise<Session | undefined> {
    const key = sessionKey(cookie);
    const record = key === undefined ? undefined : await this.store.read(key);
    if (record === undefined || this.lifetime.isOver(record)) return undefined;
    const isDue = this.lifetime.now() - record.seenAt >= seenIntervalMs;
    return isDue || record.keyId !== this.seal.keyId ? this.#refresh(record, isDue) : toSession(record);
  }

  /** What a read writes, now and then: last-seen, and the tokens sealed anew after a rotation of the secret. */
  async #refresh(record: SessionRecord, isDue: boolean): Promise<Session | undefined> {
    const seenAt = isDue ? this.lifetime.now() : record.seenAt;
    try {
      if (isDue && !(await this.store.touch(record, seenAt))) return undefined;
      if (record.keyId !== this.seal.keyId) await this.#reseal(record.key);
    } catch (error) {
      // A store that can be read but not written signs nobody out: the next request tries again.
      if (!(error instanceof StoreUnavailableError)) throw error;
    }
    return toSession({ ...record, seenAt });
  }

  async #reseal(key: string): Promise<void> {
    const sealed = await this.store.readTokens(key);
    const tokens = sealed === undefined ? undefined : this.seal.open(sealed, key);
    if (sealed !== undefined && tokens) await this.store.resealTokens(key, sealed, this.seal.seal(tokens, key), this.seal.keyId);
  }
}
