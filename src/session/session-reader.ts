import { StoreUnavailableError } from '../database/errors.js';
import { KnownSessions, type KnownSession } from './known-sessions.js';
import { sessionKey } from './session-id.js';
import type { SessionLifetime } from './session-lifetime.js';
import type { SessionRecord, SessionState, SessionStore } from './session-store.js';
import { toSession, type Session } from './session.js';
import type { TokenSeal } from './token-seal.js';

/** Milliseconds between two writes of last-seen. */
const seenInterval = 60_000;

type Answer = Promise<Session | undefined> | Session | undefined;

/** What every request of a signed-in person does: it is as cheap as possible, and allocates little. */
export class SessionReader {
  readonly #known = new KnownSessions();

  constructor(
    private readonly store: SessionStore,
    private readonly seal: TokenSeal,
    private readonly lifetime: SessionLifetime,
  ) {}

  read(cookie: string): Answer {
    const key = sessionKey(cookie);
    if (key === undefined) return undefined;
    const known = this.#known.get(key);
    if (known === undefined) return this.#readWhole(key);
    const state = this.store.readState(key);
    return state instanceof Promise ? state.then((found) => this.#confirm(known, found)) : this.#confirm(known, state);
  }

  #readWhole(key: string): Answer {
    const record = this.store.read(key);
    return record instanceof Promise ? record.then((found) => this.#meet(found)) : this.#meet(record);
  }

  #meet(record: SessionRecord | undefined): Answer {
    if (!record || this.lifetime.isOver(record)) return undefined;
    const known = { session: toSession(record), version: record.version };
    this.#known.keep(known, record.data.length);
    return this.#admit(known, record);
  }

  #confirm(known: KnownSession, state: SessionState | undefined): Answer {
    const { key, expiresAt } = known.session;
    if (state?.version === known.version) {
      return this.lifetime.isOver({ expiresAt, seenAt: state.seenAt, keyId: state.keyId }) ? undefined : this.#admit(known, state);
    }
    this.#known.forget(key);
    return state && this.#readWhole(key);
  }

  #admit(known: KnownSession, { seenAt, keyId }: SessionState): Answer {
    if (known.session.seenAt !== seenAt) known.session = { ...known.session, seenAt };
    const isDue = this.lifetime.now() - seenAt >= seenInterval;
    return isDue || keyId !== this.seal.keyId ? this.#refresh(known.session, isDue, keyId) : known.session;
  }

  /** What a read writes, now and then: last-seen, and the tokens sealed anew after a rotation of the secret. */
  async #refresh(session: Session, isDue: boolean, keyId: string): Promise<Session | undefined> {
    const seenAt = isDue ? this.lifetime.now() : session.seenAt;
    try {
      if (isDue && !(await this.store.touch(session, seenAt))) return undefined;
      if (keyId !== this.seal.keyId) await this.#reseal(session.key);
    } catch (error) {
      // A store that can be read but not written signs nobody out: the next request tries again.
      if (!(error instanceof StoreUnavailableError)) throw error;
    }
    return { ...session, seenAt };
  }

  async #reseal(key: string): Promise<void> {
    const sealed = await this.store.readTokens(key);
    const tokens = sealed === undefined ? undefined : this.seal.open(sealed, key);
    if (sealed !== undefined && tokens) await this.store.resealTokens(key, sealed, this.seal.seal(tokens, key), this.seal.keyId);
  }
}
