import { hash } from 'node:crypto';
import type { SessionSettings } from '../config/settings.js';
import { inBatches } from './batches.js';
import type { KeyRing } from './key-ring.js';
import type { User } from '../users/user.js';
import { everybody, PendingLogouts, type LogoutTarget } from './pending-logouts.js';
import { newSessionId, sessionKey } from './session-id.js';
import { SessionLifetime } from './session-lifetime.js';
import { SessionReader } from './session-reader.js';
import type { RemovedSession, SessionRecord, SessionSelector, SessionStore } from './session-store.js';
import {
  toSession,
  type EndedSession,
  type NewSession,
  type SealedPayload,
  type Session,
  type SessionData,
  type SessionSummary,
  type OnEnded,
} from './session.js';
import { TokenChanges, type TokenChange, type TokenDisposal } from './token-changes.js';
import { TokenSeal } from './token-seal.js';

export interface SessionOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Milliseconds for which a crashed holder of a token lease stands in the way of others. */
  readonly lease?: number;
}

export interface StartedSession {
  readonly cookie: string;
  readonly session: Session;
  readonly replaced: readonly EndedSession[];
  /** The new session, where it was over before it began. */
  readonly endedMeanwhile: readonly EndedSession[];
}

/** The sessions of signed-in people. A Nest provider. Every method throws StoreUnavailableError while the store does not answer. */
export class Sessions {
  readonly #store: SessionStore;
  readonly #seal: TokenSeal;
  readonly #lifetime: SessionLifetime;
  readonly #reader: SessionReader;
  readonly #changes: TokenChanges;
  readonly #logouts: PendingLogouts;

  constructor(
    store: SessionStore,
    ring: KeyRing,
    settings: Pick<SessionSettings, 'idleTimeout' | 'absoluteTimeout'>,
    options: SessionOptions = {},
  ) {
    const now = options.now ?? Date.now;
    this.#store = store;
    this.#seal = new TokenSeal(ring, 'session-tokens');
    this.#lifetime = new SessionLifetime(settings, now, (keyId) => this.#seal.knows(keyId));
    this.#reader = new SessionReader(store, this.#seal, this.#lifetime);
    this.#changes = new TokenChanges(store, this.#seal, now, options.lease);
    this.#logouts = new PendingLogouts(store, now);
  }

  /**
   * Makes a new session, and ends those that `replaces` (values of its cookie) names. Resolves after the commit.
   * A session whose person was signed out since the sign-in began is over before it begins: the next request is signed out.
   */
  async start(session: NewSession, replaces: readonly string[] = []): Promise<StartedSession> {
    const cookie = newSessionId();
    const key = hash('sha256', cookie, 'base64url');
    const now = this.#lifetime.now();
    const record: SessionRecord = {
      key,
      userId: session.user.id,
      issuer: session.user.issuer,
      subject: session.user.subject,
      sid: session.sid,
      createdAt: now,
      seenAt: now,
      expiresAt: this.#lifetime.endOf(now),
      address: session.address,
      userAgent: session.userAgent,
      keyId: this.#seal.keyId,
      version: 0,
      data: JSON.stringify(session.data),
    };
    await this.#store.insert(record, this.#seal.seal(session.tokens, key));
    const replaced: EndedSession[] = [];
    for (const old of replaces.map(sessionKey)) if (old !== undefined) replaced.push(...(await this.end(old)));
    const endedMeanwhile = (await this.#wasEndedMeanwhile(session)) ? await this.end(key) : [];
    return { cookie, session: toSession(record), replaced, endedMeanwhile };
  }

  /**
   * One read of the store. Undefined: no such session, expired (idle or absolute), its user is gone, or its secret was removed.
   * Writes last-seen at most once a minute, never re-creates a row.
   */
  read(cookie: string): Promise<Session | undefined> {
    return this.#reader.read(cookie);
  }

  /** Changes the data of an existing session: the change is applied to the newest data (two saves lose nothing). False: it has ended. */
  async update(key: string, change: (data: SessionData) => SessionData): Promise<boolean> {
    for (;;) {
      const record = await this.#store.read(key);
      if (!record || this.#lifetime.isOver(record)) return false;
      const data = JSON.stringify(change(JSON.parse(record.data) as SessionData));
      if (await this.#store.saveData(key, data, record.version)) return true;
    }
  }

  async tokens(key: string): Promise<SealedPayload | undefined> {
    const sealed = await this.#store.readTokens(key);
    return sealed === undefined ? undefined : this.#seal.open(sealed, key);
  }

  /**
   * Single flight across instances: locks, re-reads, calls `change` with the newest tokens and saves what it returns.
   * `change` returning undefined: nothing to save. Resolves to the newest tokens; undefined: the session has ended.
   * Callers of one process that wait for a change that throws are told its error, without a call of their own.
   * `discard` is given new tokens that no session is there for any more, so that they are revoked.
   */
  replaceTokens(key: string, change: TokenChange, discard?: TokenDisposal): Promise<SealedPayload | undefined> {
    return this.#changes.request(key, change, discard);
  }

  /** The sessions of a person that are not over, last seen first. */
  async list(userId: string): Promise<SessionSummary[]> {
    const listed = await this.#store.list(userId);
    return listed.filter((session) => !this.#lifetime.isOver(session)).sort((a, b) => b.seenAt - a.seenAt);
  }

  /** At most `limit` sessions of everybody that are not over, last seen first. */
  async listLatest(limit: number): Promise<Session[]> {
    return (await this.#store.listLatest(limit)).filter((record) => !this.#lifetime.isOver(record)).map(toSession);
  }

  /** Ends sessions, answers what ended (with their tokens, so that the caller can revoke them). */
  end(key: string): Promise<EndedSession[]> {
    return this.#remove({ by: 'key', key });
  }

  /**
   * Ends one session of the provider, and remembers that, so that a sign-in that began before does not outlive it. With `subject`
   * also that person's sessions of which the provider told no sid: which of them is meant cannot be known.
   */
  async endBySid(issuer: string, sid: string, subject?: string): Promise<EndedSession[]> {
    await this.#logouts.remember({ issuer, sid });
    const ended = await this.#remove({ by: 'sid', issuer, sid });
    if (subject === undefined) return ended;
    await this.#logouts.remember({ issuer, subject, withoutSid: true });
    return [...ended, ...(await this.#remove({ by: 'subject', issuer, subject, withoutSid: true }))];
  }

  /** All sessions of a person at the provider; a sign-in that began before does not outlive that either. */
  async endBySubject(issuer: string, subject: string): Promise<EndedSession[]> {
    await this.#logouts.remember({ issuer, subject });
    return this.#remove({ by: 'subject', issuer, subject });
  }

  /** The same by our own record of the person; `except` the session with that key. */
  async endByUser({ id, issuer, subject }: Pick<User, 'id' | 'issuer' | 'subject'>, except?: string): Promise<EndedSession[]> {
    await this.#logouts.remember({ issuer, subject });
    return this.#remove({ by: 'user', userId: id, except });
  }

  /** Everybody's sessions, batch by batch, and those whose sign-in is under way. Resolves to how many ended; see sweep() for `onEnded`. */
  async endAll(onEnded?: OnEnded): Promise<number> {
    await this.#logouts.remember(everybody);
    return this.#inBatches((limit) => this.#store.removeSome(limit), onEnded);
  }

  /** Remembers `id` until `expiresAt` (milliseconds); false when it is already known. Across instances: logout token jti, used logins. */
  claimOnce(purpose: string, id: string, expiresAt: number): Promise<boolean> {
    return this.#store.claim(claimKey(purpose, id), expiresAt, this.#lifetime.now());
  }

  /** Whether claimOnce remembers `id`. */
  async isClaimed(purpose: string, id: string): Promise<boolean> {
    return (await this.#store.claimedUntil([claimKey(purpose, id)])) > this.#lifetime.now();
  }

  /**
   * Deletes what is over in small batches. Resolves to how many sessions.
   * @param onEnded is given each batch with its tokens, to revoke them; the next one waits for it
   */
  async sweep(onEnded?: OnEnded): Promise<number> {
    await inBatches((limit) => this.#store.sweepClaims(this.#lifetime.now(), limit));
    return this.#inBatches((limit) => this.#store.sweep(this.#lifetime.deadline(), limit), onEnded);
  }

  /** Sessions that are not over. */
  count(): Promise<number> {
    return this.#store.count(this.#lifetime.deadline());
  }

  /** Throws StoreUnavailableError when the store does not answer. */
  ping(): Promise<void> {
    return this.#store.ping();
  }

  #wasEndedMeanwhile({ user: { issuer, subject }, sid, loginStartedAt }: NewSession): Promise<boolean> {
    const one: LogoutTarget = sid === undefined ? { issuer, subject, withoutSid: true } : { issuer, sid };
    return this.#logouts.anySince(loginStartedAt, [everybody, { issuer, subject }, one]);
  }

  #inBatches(remove: (limit: number) => Promise<RemovedSession[]>, onEnded?: OnEnded): Promise<number> {
    return inBatches(async (limit) => {
      const removed = await remove(limit);
      await onEnded?.(removed.map((session) => this.#ended(session)));
      return removed.length;
    });
  }

  async #remove(selector: SessionSelector): Promise<EndedSession[]> {
    return (await this.#store.remove(selector)).map((removed) => this.#ended(removed));
  }

  #ended({ record, sealed }: RemovedSession): EndedSession {
    return { session: toSession(record), tokens: sealed === undefined ? undefined : this.#seal.open(sealed, record.key) };
  }
}

/** Hashed, since ids come from outside: any length, any character, and none of them readable in a dump. */
function claimKey(purpose: string, id: string): string {
  return hash('sha256', `${purpose}\n${id}`, 'base64url');
}
