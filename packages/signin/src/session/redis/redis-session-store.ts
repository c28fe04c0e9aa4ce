import { SessionStore } from '../session-store.js';
import type { Deadline, ListedRecord, RemovedSession, SessionRecord, SessionSelector, SessionState, TokenLease } from '../session-store.js';
import * as names from './redis-names.js';
import type { RedisLink } from './redis-link.js';
import { fromFields, fromListedFields, listedFields, recordFields, toFields } from './redis-record.js';
import * as scripts from './redis-scripts.js';

export interface RedisSessionOptions {
  /** Milliseconds after which an unused session is over: Redis itself forgets it then. */
  readonly idle: number;
}

/** Milliseconds for which Redis keeps a session that is over, so that the sweep finds the tokens that are to be revoked. */
const keptMs = 10 * 60_000;

/**
 * Sessions in Redis or Valkey. A session is in its indexes before it exists and stays there until it is over or removed,
 * so that no session escapes a logout, whenever it comes; an index may name sessions that are gone.
 */
export class RedisSessionStore extends SessionStore {
  constructor(
    private readonly link: RedisLink,
    private readonly options: RedisSessionOptions,
  ) {
    super();
  }

  async insert(record: SessionRecord, sealed: string): Promise<void> {
    await Promise.all([
      ...names
        .indexesOf(record)
        .map((index) => this.link.run(scripts.indexScript, [index], [record.key, record.expiresAt, record.createdAt])),
      this.link.send(names.liveIndex(record.key), 'ZADD', names.liveIndex(record.key), String(this.endOf(record)), record.key),
    ]);
    await this.link.run(scripts.insertScript, namesOf(record.key), [this.endOf(record) + keptMs, sealed, ...toFields(record)]);
  }

  async read(key: string): Promise<SessionRecord | undefined> {
    const name = names.session(key);
    return fromFields(key, (await this.link.send(name, 'HMGET', name, ...recordFields)) as (string | null)[]);
  }

  async readState(key: string): Promise<SessionState | undefined> {
    const name = names.session(key);
    const [seenAt, keyId, version] = (await this.link.send(name, 'HMGET', name, 'seenAt', 'keyId', 'version')) as (string | null)[];
    return keyId ? { seenAt: Number(seenAt), keyId, version: Number(version) } : undefined;
  }

  async touch({ key, expiresAt }: Pick<SessionRecord, 'key' | 'expiresAt'>, seenAt: number): Promise<boolean> {
    const end = this.endOf({ seenAt, expiresAt });
    if ((await this.link.run(scripts.touchScript, namesOf(key), [seenAt, end + keptMs])) === 0) return false;
    // XX: only what is still there, since the session may end at this moment.
    await this.link.send(names.liveIndex(key), 'ZADD', names.liveIndex(key), 'XX', String(end), key);
    return true;
  }

  async saveData(key: string, data: string, version: number): Promise<boolean> {
    return (await this.link.run(scripts.saveDataScript, [names.session(key)], [version, data])) === 1;
  }

  async readTokens(key: string): Promise<string | undefined> {
    const name = names.tokens(key);
    return ((await this.link.send(name, 'HGET', name, 'sealed')) as string | null) ?? undefined;
  }

  async resealTokens(key: string, from: string, to: string, keyId: string): Promise<void> {
    await this.link.run(scripts.resealScript, namesOf(key), [from, to, keyId]);
  }

  async leaseTokens(key: string, owner: string, until: number, now: number): Promise<TokenLease> {
    const sealed = (await this.link.run(scripts.leaseScript, [names.tokens(key)], [owner, until, now])) as string | 0 | null;
    if (sealed === null) return 'gone';
    return sealed === 0 ? 'taken' : { sealed };
  }

  async saveTokens(key: string, owner: string, sealed: string): Promise<boolean> {
    return (await this.link.run(scripts.saveTokensScript, [names.tokens(key)], [owner, sealed])) === 1;
  }

  async releaseTokens(key: string, owner: string): Promise<void> {
    await this.link.run(scripts.releaseScript, [names.tokens(key)], [owner]);
  }

  async list(userId: string): Promise<ListedRecord[]> {
    return this.listByKeys(await this.members(names.userIndex(userId)));
  }

  async listByKeys(keys: readonly string[]): Promise<ListedRecord[]> {
    const records = keys.map(async (key) => {
      const name = names.session(key);
      return fromListedFields(key, (await this.link.send(name, 'HMGET', name, ...listedFields)) as (string | null)[]);
    });
    return (await Promise.all(records)).filter((record) => record !== undefined);
  }

  async listLatest(limit: number): Promise<ListedRecord[]> {
    // The newest of each index, of which the newest of all are some.
    const last = String(limit - 1);
    const latest = await Promise.all(names.liveIndexes.map((index) => this.link.send(index, 'ZRANGE', index, '0', last, 'REV')));
    const records = await this.listByKeys((latest as string[][]).flat());
    return records.sort((a, b) => b.seenAt - a.seenAt).slice(0, limit);
  }

  async remove(selector: SessionSelector): Promise<RemovedSession[]> {
    switch (selector.by) {
      case 'key':
        return this.removeKeys([selector.key]);
      case 'sid':
        return this.removeKeys(await this.members(names.sidIndex(selector, selector.sid)));
      case 'subject':
        return this.removeKeys(await this.keysOf(selector));
      case 'user':
        return this.removeKeys((await this.members(names.userIndex(selector.userId))).filter((key) => key !== selector.except));
    }
  }

  private async keysOf(selector: Extract<SessionSelector, { by: 'subject' }>): Promise<string[]> {
    const { subject, withoutSid } = selector;
    const keys = await this.members(names.subjectIndex(selector, subject));
    return withoutSid ? (await this.listByKeys(keys)).filter(({ sid }) => sid === null).map(({ key }) => key) : keys;
  }

  removeSome(limit: number, connection?: string): Promise<RemovedSession[]> {
    return this.take(limit, '+inf', connection === undefined ? names.liveIndexes : names.indexesOfConnection(connection));
  }

  async claim(key: string, expiresAt: number, now: number): Promise<boolean> {
    return (await this.link.run(scripts.claimScript, [names.claim(key)], [expiresAt, now])) === 1;
  }

  async claimedUntil(keys: readonly string[]): Promise<number> {
    const times = await Promise.all(keys.map(names.claim).map((name) => this.link.send(name, 'GET', name)));
    return Math.max(0, ...times.map(Number));
  }

  sweep({ now }: Deadline, limit: number): Promise<RemovedSession[]> {
    return this.take(limit, String(now));
  }

  /** At most `limit` of the sessions that end by `until`. Those that Redis has forgotten by itself are no longer counted afterwards. */
  private async take(limit: number, until: string, indexes = names.liveIndexes): Promise<RemovedSession[]> {
    const removed: RemovedSession[] = [];
    for (const index of indexes) {
      const rest = String(limit - removed.length);
      const keys = (await this.link.send(index, 'ZRANGEBYSCORE', index, '-inf', until, 'LIMIT', '0', rest)) as string[];
      if (keys.length === 0) continue;
      removed.push(...(await this.removeKeys(keys)));
      await this.link.send(index, 'ZREM', index, ...keys);
      if (removed.length >= limit) break;
    }
    return removed;
  }

  async sweepClaims(): Promise<number> {
    return 0;
  }

  async count({ now }: Deadline): Promise<number> {
    const counts = await Promise.all(names.liveIndexes.map((index) => this.link.send(index, 'ZCOUNT', index, `(${now}`, '+inf')));
    return counts.reduce<number>((sum, count) => sum + Number(count), 0);
  }

  async ping(): Promise<void> {
    // Not PING: a server responds to it that is a replica, out of memory, cut off from its cluster or loading its data.
    await this.link.send(names.ping, 'SET', names.ping, String(Date.now()), 'PX', '60000');
  }

  async close(): Promise<void> {
    this.link.close();
  }

  private async members(index: string): Promise<string[]> {
    return (await this.link.send(index, 'ZRANGE', index, '0', '-1')) as string[];
  }

  private async removeKeys(keys: readonly string[]): Promise<RemovedSession[]> {
    const removed = await Promise.all(keys.map((key) => this.removeKey(key)));
    return removed.filter((session) => session !== undefined);
  }

  private async removeKey(key: string): Promise<RemovedSession | undefined> {
    const values = (await this.link.run(scripts.removeScript, namesOf(key), recordFields)) as (string | null)[] | null;
    const record = values ? fromFields(key, values) : undefined;
    if (!record) return undefined;
    await Promise.all([...names.indexesOf(record), names.liveIndex(key)].map((index) => this.link.send(index, 'ZREM', index, key)));
    return { record, sealed: values?.at(-1) ?? undefined };
  }

  private endOf({ seenAt, expiresAt }: Pick<SessionRecord, 'seenAt' | 'expiresAt'>): number {
    return Math.min(seenAt + this.options.idle, expiresAt);
  }
}

function namesOf(key: string): [string, string] {
  return [names.session(key), names.tokens(key)];
}
