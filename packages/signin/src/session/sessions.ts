import type { SessionSettings } from '../config/settings.js';
import { inBatches } from './session-store.js';
import type { Deadline, ListedRecord, RemovedSession, SessionProvider, SessionSelector, SessionStore } from './session-store.js';
import type { KeyRing } from './key-ring.js';
import { KnownSessions } from './known-sessions.js';
import { StoreUnavailableError } from '../database/errors.js';
import type { User, UserStore } from '../users/user-store.js';
import { everybody, PendingLogouts } from './pending-logouts.js';
import { newRecord, sessionKey, toListed, toSession } from './session.js';
import type { EndedSession, ListedSession, NewSession, OnEnded } from './session.js';
import type { SealedPayload, Session, SessionData, SessionOptions, StartedSession } from './session.js';
import { TokenChanges, type TokenChange, type TokenDisposal } from './token-changes.js';
import { TokenSeal } from './token-seal.js';
import { UsedIds } from './used-ids.js';

/** Last-seen is written no more often. */
const seenIntervalMs = 60_000;

/** The sessions of signed-in people. A Nest provider. Every method throws StoreUnavailableError while the store does not respond. */
export class Sessions extends UsedIds {
  private readonly isConnection: NonNullable<SessionOptions['isConnection']>;
  private readonly known: KnownSessions;
  private readonly seal: TokenSeal;
  private readonly changes: TokenChanges;
  private readonly logouts: PendingLogouts;

  constructor(
    store: SessionStore,
    private readonly users: Pick<UserStore, 'find'>,
    ring: KeyRing,
    private readonly settings: Pick<SessionSettings, 'idleTimeout' | 'absoluteTimeout'>,
    { now = () => Date.now(), lease, isConnection = () => Promise.resolve(true) }: SessionOptions = {},
  ) {
    super(store, now);
    this.isConnection = isConnection;
    this.known = new KnownSessions(store);
    this.seal = new TokenSeal(ring, 'session-tokens');
    this.changes = new TokenChanges(store, this.seal, now, lease);
    this.logouts = new PendingLogouts(store, now);
  }

  /**
   * Makes a new session, and ends those that `replaces` (values of its cookie) names. Resolves after the commit.
   * A session whose person was signed out since the sign-in began is over before it begins: the next request is signed out.
   * @param beside writes in the same transaction, where sessions are in the database
   */
  async start(
    session: NewSession | (() => Promise<NewSession>),
    replaces: readonly string[] = [],
    beside?: (session: Session) => Promise<unknown>,
  ): Promise<StartedSession> {
    const { started, loginStartedAt } = await this.store.transaction(async () => {
      const begun = typeof session === 'function' ? await session() : session;
      const made = await this.insert(begun);
      const replaced: EndedSession[] = [];
      for (const old of replaces.map(sessionKey)) if (old !== undefined) replaced.push(...(await this.end(old)));
      await beside?.(made.session);
      return { started: { ...made, replaced }, loginStartedAt: begun.loginStartedAt };
    });
    // Not before the commit, so that a logout at this moment finds the session.
    const wasEnded = await this.logouts.meantSince(loginStartedAt, started.session);
    return { ...started, endedMeanwhile: wasEnded ? await this.end(started.session.key) : [] };
  }

  private async insert(session: NewSession): Promise<Pick<StartedSession, 'cookie' | 'session'>> {
    const { cookie, record } = newRecord(session, this.now(), this.settings.absoluteTimeout, this.seal.keyId);
    await this.store.insert(record, this.seal.seal(session.tokens, record.key));
    return { cookie, session: toSession(record) };
  }

  /**
   * One read of the store. Undefined: no such session, expired (idle or absolute), its person is gone (noticed within a minute), or its secret was removed.
   * Writes last-seen at most once a minute, never re-creates a row.
   */
  async read(cookie: string): Promise<Session | undefined> {
    const key = sessionKey(cookie);
    const known = key === undefined ? undefined : await this.known.read(key);
    if (known === undefined) return undefined;
    const { session, keyId } = known;
    const { seenAt, expiresAt } = session;
    if (this.isOver({ seenAt, expiresAt, keyId })) return undefined;
    const isDue = this.now() - seenAt >= seenIntervalMs;
    return isDue || keyId !== this.seal.keyId ? this.refresh(session, isDue, keyId) : session;
  }

  /** Changes the data of an existing session: the change is applied to the newest data (two saves lose nothing). False: it has ended. */
  async update(key: string, change: (data: SessionData) => SessionData): Promise<boolean> {
    for (;;) {
      const record = await this.store.read(key);
      if (!record) return false;
      const { expiresAt, data: before } = toSession(record);
      if (this.isOver({ ...record, expiresAt })) return false;
      const data = JSON.stringify(change(before));
      if (await this.store.saveData(key, data, record.version)) return true;
    }
  }

  async tokens(key: string): Promise<SealedPayload | undefined> {
    const sealed = await this.store.readTokens(key);
    return sealed === undefined ? undefined : this.seal.open(sealed, key);
  }

  /**
   * Single flight across instances: locks, re-reads, calls `change` with the newest tokens and saves what it returns.
   * `change` returning undefined: nothing to save. Resolves to the newest tokens; undefined: the session has ended.
   * Callers of one process that wait for a change that throws are told its error, without a call of their own.
   * `discard` is given new tokens that no session is there for any more, so that they are revoked.
   */
  replaceTokens(key: string, change: TokenChange, discard?: TokenDisposal): Promise<SealedPayload | undefined> {
    return this.changes.request(key, change, discard);
  }

  /** The sessions of a person that are not over, last seen first. */
  async list(userId: string): Promise<ListedSession[]> {
    return this.current(await this.store.list(userId)).sort((a, b) => b.seenAt - a.seenAt);
  }

  /** Those of `keys` whose session is over, or never was. */
  async whichEnded(keys: readonly string[]): Promise<string[]> {
    const live = new Set(this.current(await this.store.listByKeys(keys)).map(({ key }) => key));
    return keys.filter((key) => !live.has(key));
  }

  /** At most `limit` sessions of everybody that are not over, last seen first. */
  async listLatest(limit: number): Promise<ListedSession[]> {
    return this.current(await this.store.listLatest(limit));
  }

  /** Ends sessions, returns what ended (with their tokens, so that the caller can revoke them). */
  end(key: string): Promise<EndedSession[]> {
    return this.remove({ by: 'key', key });
  }

  /**
   * Ends one session of the provider, and remembers that, so that a sign-in that began before does not outlive it. With `subject`
   * also that person's sessions of which the provider told no sid: which of them is meant cannot be known.
   */
  async endBySid(provider: SessionProvider, sid: string, subject?: string): Promise<EndedSession[]> {
    await this.logouts.remember({ ...provider, sid });
    const ended = await this.remove({ by: 'sid', ...provider, sid });
    if (subject === undefined) return ended;
    await this.logouts.remember({ ...provider, subject, withoutSid: true });
    return [...ended, ...(await this.remove({ by: 'subject', ...provider, subject, withoutSid: true }))];
  }

  /** All sessions of a person at the provider; a sign-in that began before does not outlive that either. */
  async endBySubject(provider: SessionProvider, subject: string): Promise<EndedSession[]> {
    await this.logouts.remember({ ...provider, subject });
    return this.remove({ by: 'subject', ...provider, subject });
  }

  /** All sessions of a person, by whichever of their accounts, and those whose sign-in is under way; `except` the session with that key. */
  async endByUser({ id: userId }: Pick<User, 'id'>, except?: string): Promise<EndedSession[]> {
    await this.logouts.remember({ userId });
    return this.remove({ by: 'user', userId, except });
  }

  /** Everybody's sessions, batch by batch, and those whose sign-in is under way. Resolves to how many ended; see sweep() for `onEnded`. */
  async endAll(onEnded?: OnEnded): Promise<number> {
    await this.logouts.remember(everybody);
    return this.removeInBatches((limit) => this.store.removeSome(limit), onEnded);
  }

  /** The same for everybody who signed in by a connection. */
  async endByConnection(connection: string, onEnded?: OnEnded): Promise<number> {
    await this.logouts.remember({ connection });
    return this.removeInBatches((limit) => this.store.removeSome(limit, connection), onEnded);
  }

  /**
   * Deletes what is over in small batches. Resolves to how many sessions.
   * @param onEnded is given each batch with its tokens, to revoke them; the next one waits for it
   */
  async sweep(onEnded?: OnEnded): Promise<number> {
    await inBatches((limit) => this.store.sweepClaims(this.now(), limit));
    return this.removeInBatches((limit) => this.store.sweep(this.deadline(), limit), onEnded);
  }

  count(): Promise<number> {
    return this.store.count(this.deadline());
  }

  ping(): Promise<void> {
    return this.store.ping();
  }

  /** What a read writes now and then: last-seen, and the tokens sealed anew after a rotation of the secret. */
  private async refresh(session: Session, isDue: boolean, keyId: string): Promise<Session | undefined> {
    const seenAt = isDue ? this.now() : session.seenAt;
    try {
      if (isDue) {
        const { connection, issuer, subject } = session;
        const person = (await this.isConnection(connection)) ? await this.users.find(issuer, subject, connection) : undefined;
        // The session of a person or a connection that is gone stays as it is until the sweep, which revokes what it holds.
        if (person?.id !== session.userId || !(await this.store.touch(session, seenAt))) return undefined;
      }
      if (keyId !== this.seal.keyId) await this.reseal(session.key);
    } catch (error) {
      // A store that can be read but not written signs nobody out: the next request tries again.
      if (!(error instanceof StoreUnavailableError)) throw error;
    }
    return { ...session, seenAt };
  }

  private async reseal(key: string): Promise<void> {
    const sealed = await this.store.readTokens(key);
    const tokens = sealed === undefined ? undefined : this.seal.open(sealed, key);
    if (sealed !== undefined && tokens) await this.store.resealTokens(key, sealed, this.seal.seal(tokens, key), this.seal.keyId);
  }

  private current(records: readonly ListedRecord[]): ListedSession[] {
    return records.filter((record) => !this.isOver(record)).map(toListed);
  }

  private isOver({ seenAt, expiresAt, keyId }: Pick<ListedRecord, 'seenAt' | 'expiresAt' | 'keyId'>): boolean {
    const { now, seenBefore } = this.deadline();
    // The secret behind the key was removed, and with it what it protected.
    return expiresAt <= now || seenAt <= seenBefore || !this.seal.knows(keyId);
  }

  private deadline(): Deadline {
    const now = this.now();
    return { now, seenBefore: now - this.settings.idleTimeout * 1000 };
  }

  private removeInBatches(remove: (limit: number) => Promise<RemovedSession[]>, onEnded?: OnEnded): Promise<number> {
    return inBatches(async (limit) => {
      const removed = await remove(limit);
      await onEnded?.(removed.map((session) => this.toEnded(session)));
      return removed.length;
    });
  }

  private async remove(selector: SessionSelector): Promise<EndedSession[]> {
    return (await this.store.remove(selector)).map((session) => this.toEnded(session));
  }

  private toEnded({ record, sealed }: RemovedSession): EndedSession {
    return { session: toSession(record), tokens: sealed === undefined ? undefined : this.seal.open(sealed, record.key) };
  }
}
