import { StoreUnavailableError } from '../database/errors.js';
import { sessionKey } from './session-id.js';
import type { SessionLifetime } from './session-lifetime.js';
import type { SessionRecord, SessionStore } from './session-store.js';
import { toSession, type Session } from './session.js';
import type { TokenSeal } from './token-seal.js';

/** Milliseconds between two writes of last-seen. */
const seenInterval = 60_000;

/** What every request of a signed-in person does: it is as cheap as possible, and allocates little. */
export class SessionReader {
  constructor(
    private readonly store: SessionStore,
    private readonly seal: TokenSeal,
    private readonly lifetime: SessionLifetime,
  ) {}

  read(cookie: string): Promise<Session | undefined> | Session | undefined {
    const key = sessionKey(cookie);
    if (key === undefined) return undefined;
    const record = this.store.read(key);
    return record instanceof Promise ? record.then((found) => this.#admit(found)) : this.#admit(record);
  }

  #admit(record: SessionRecord | undefined): Promise<Session | undefined> | Session | undefined {
    if (!record || this.lifetime.isOver(record)) return undefined;
    const isDue = this.lifetime.now() - record.seenAt >= seenInterval;
    if (isDue || record.keyId !== this.seal.keyId) return this.#refresh(record, isDue);
    return toSession(record);
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
