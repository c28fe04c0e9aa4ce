import { setTimeout as sleep } from 'node:timers/promises';
import { defaultConnection } from '../config/settings.js';

/** A session as stores keep it. Times are milliseconds since the epoch. */
export interface SessionRecord {
  /** SHA-256 of the cookie's id, base64url. Safe to log; the id itself never is. */
  readonly key: string;
  readonly userId: string;
  /** Id of the connection by which the person signed in. */
  readonly connection: string;
  readonly issuer: string;
  readonly subject: string;
  /** The provider's session id, where it sends one. */
  readonly sid: string | null;
  readonly createdAt: number;
  readonly seenAt: number;
  /** When it ends whatever happens. */
  readonly expiresAt: number;
  readonly address: string | null;
  readonly userAgent: string | null;
  /** Id of the key that seals its tokens. */
  readonly keyId: string;
  /** Counts the changes of `data`. */
  readonly version: number;
  /** SessionData as JSON. */
  readonly data: string;
}

/** What changes of a session while it lives: `version` stands for its data. */
export type SessionState = Pick<SessionRecord, 'seenAt' | 'keyId' | 'version'>;

/** What a list of sessions is made of: a session's data may be large, and no list shows it. */
export type ListedRecord = Omit<SessionRecord, 'version' | 'data'>;

/** Who says `sid` and `sub`: an issuer, as this application knows it by one of its connections. */
export type SessionProvider = Pick<SessionRecord, 'connection' | 'issuer'>;

/** What names it in hashes. Of the default connection it is the issuer, as older releases have it. */
export function providerKey({ connection, issuer }: SessionProvider): string {
  return connection === defaultConnection ? issuer : `${connection}\n${issuer}`;
}

export type SessionSelector =
  | { readonly by: 'key'; readonly key: string }
  | ({ readonly by: 'sid'; readonly sid: string } & SessionProvider)
  | ({ readonly by: 'subject'; readonly subject: string; readonly withoutSid?: true } & SessionProvider)
  | { readonly by: 'user'; readonly userId: string; readonly except: string | undefined };

/** Sessions seen last at or before `seenBefore`, or expiring at or before `now`, are over. */
export interface Deadline {
  readonly now: number;
  readonly seenBefore: number;
}

export interface RemovedSession {
  readonly record: SessionRecord;
  readonly sealed: string | undefined;
}

/** `taken`: somebody else is replacing the tokens. `gone`: the session has ended. */
export type TokenLease = { readonly sealed: string } | 'taken' | 'gone';

/**
 * Where sessions live. Nothing but `insert` ever makes a session: whatever comes late finds it gone.
 * Every method throws StoreUnavailableError within about two seconds while the store does not respond.
 */
export abstract class SessionStore {
  /** All that `work` changes here, and in the database where the sessions are in there, or nothing. A store that cannot do that just works. */
  transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    return work();
  }
  /** Resolves after the commit. */
  abstract insert(record: SessionRecord, sealed: string): Promise<void>;
  /** Returns sessions that are over, too. */
  abstract read(key: string): Promise<SessionRecord | undefined>;
  abstract readState(key: string): Promise<SessionState | undefined>;
  /** False: it is gone. */
  abstract touch(session: Pick<SessionRecord, 'key' | 'expiresAt'>, seenAt: number): Promise<boolean>;
  /** Saves when `version` is still the newest. */
  abstract saveData(key: string, data: string, version: number): Promise<boolean>;

  abstract readTokens(key: string): Promise<string | undefined>;
  /** Puts `to`, sealed with the key `keyId`, in place of `from`, when nobody has replaced it since. */
  abstract resealTokens(key: string, from: string, to: string, keyId: string): Promise<void>;
  /** Lets `owner` alone replace the tokens until `until`; the owner itself prolongs its lease so. */
  abstract leaseTokens(key: string, owner: string, until: number, now: number): Promise<TokenLease>;
  /** False when `owner` has lost its lease, or the session is gone. */
  abstract saveTokens(key: string, owner: string, sealed: string): Promise<boolean>;
  abstract releaseTokens(key: string, owner: string): Promise<void>;

  abstract list(userId: string): Promise<ListedRecord[]>;
  /** Those of `keys` that are there. */
  abstract listByKeys(keys: readonly string[]): Promise<ListedRecord[]>;
  /** Of everybody, those used last first. */
  abstract listLatest(limit: number): Promise<ListedRecord[]>;
  /** Each removed session is returned to one caller, however many ask at once. */
  abstract remove(selector: SessionSelector): Promise<RemovedSession[]>;
  /** Removes at most `limit` sessions of anybody, or of those who signed in by a connection. */
  abstract removeSome(limit: number, connection?: string): Promise<RemovedSession[]>;

  /** False when `key` is claimed already, until a time that is still to come. */
  abstract claim(key: string, expiresAt: number, now: number): Promise<boolean>;
  /** The latest time until which one of `keys` is claimed; 0 when none is. */
  abstract claimedUntil(keys: readonly string[]): Promise<number>;
  /**
   * Removes at most `limit` sessions that nobody has used for the idle timeout.
   * Those that are past the absolute timeout are among them soon, since nobody can use them.
   */
  abstract sweep(deadline: Deadline, limit: number): Promise<RemovedSession[]>;
  /** Removes at most `limit` claims that are over. Resolves to how many. */
  abstract sweepClaims(now: number, limit: number): Promise<number>;
  abstract count(deadline: Deadline): Promise<number>;
  /** Tries a write, as a sign-in would. Throws StoreUnavailableError, or DatabaseError where somebody has to act first. */
  abstract ping(): Promise<void>;
  abstract close(): Promise<void>;
}

/** Rows removed at a time: a few milliseconds' work. */
const batchSize = 100;
/** Between two batches, for others. */
const pauseMs = 10;

/** Repeats `remove` until it removes fewer than its limit. Resolves to how many were removed. */
export async function inBatches(remove: (limit: number) => Promise<number>): Promise<number> {
  for (let total = 0; ; await sleep(pauseMs)) {
    const removed = await remove(batchSize);
    total += removed;
    if (removed < batchSize) return total;
  }
}
