import type { Expression, ExpressionBuilder, SqlBool, UpdateQueryBuilder, UpdateResult } from 'kysely';
import type { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import { cleanText, isStorable } from '../database/storable-text.js';
import { columns, listedColumns, matching, statementsOf } from './session-statements.js';
import { SessionStore } from './session-store.js';
import type { Deadline, ListedRecord, RemovedSession, SessionRecord, SessionSelector, SessionState, TokenLease } from './session-store.js';

/** Sessions in the application's database, on SQLite and PostgreSQL. */
export class DatabaseSessionStore extends SessionStore {
  private readonly statements: ReturnType<typeof statementsOf>;

  constructor(private readonly database: Database) {
    super();
    this.statements = statementsOf(database);
  }

  override transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.transaction(work);
  }

  async insert(record: SessionRecord, sealed: string): Promise<void> {
    const { address, userAgent } = record;
    const row = { ...record, sealed, address: address && cleanText(address), userAgent: userAgent && cleanText(userAgent) };
    if (this.isPostgres) {
      await this.db.executeQuery(this.statements.insertBoth(row));
      return;
    }
    await this.transaction(async () => {
      await this.db.executeQuery(this.statements.insertSession(row));
      await this.db.executeQuery(this.statements.insertTokens(row));
    });
  }

  async read(key: string): Promise<SessionRecord | undefined> {
    return (await this.db.executeQuery(this.statements.read({ key }))).rows[0];
  }

  async readState(key: string): Promise<SessionState | undefined> {
    return (await this.db.executeQuery(this.statements.readState({ key }))).rows[0];
  }

  async touch({ key }: Pick<SessionRecord, 'key'>, seenAt: number): Promise<boolean> {
    return hasUpdated(this.db.updateTable('signin_sessions').set({ seen_at: seenAt }).where('key', '=', key));
  }

  async saveData(key: string, data: string, version: number): Promise<boolean> {
    const change = { data, version: version + 1 };
    return hasUpdated(this.db.updateTable('signin_sessions').set(change).where('key', '=', key).where('version', '=', version));
  }

  async readTokens(key: string): Promise<string | undefined> {
    return (await this.db.selectFrom('signin_session_tokens').select('sealed').where('session_key', '=', key).executeTakeFirst())?.sealed;
  }

  async resealTokens(key: string, from: string, to: string, keyId: string): Promise<void> {
    // Two statements, not a transaction: when the second is lost, the next read seals once more; and no order of locks to get wrong.
    const tokens = this.db
      .updateTable('signin_session_tokens')
      .set({ sealed: to })
      .where('session_key', '=', key)
      .where('sealed', '=', from);
    if (await hasUpdated(tokens)) await this.db.updateTable('signin_sessions').set({ key_id: keyId }).where('key', '=', key).execute();
  }

  async leaseTokens(key: string, owner: string, until: number, now: number): Promise<TokenLease> {
    const leased = await this.db
      .updateTable('signin_session_tokens')
      .set({ lease_owner: owner, lease_until: until })
      .where('session_key', '=', key)
      .where((is) => is.or([is('lease_until', 'is', null), is('lease_until', '<=', now), is('lease_owner', '=', owner)]))
      .returning('sealed')
      .executeTakeFirst();
    return leased ?? ((await this.readTokens(key)) === undefined ? 'gone' : 'taken');
  }

  async saveTokens(key: string, owner: string, sealed: string): Promise<boolean> {
    return hasUpdated(this.leasedTokens(key, owner).set({ sealed }));
  }

  async releaseTokens(key: string, owner: string): Promise<void> {
    await this.leasedTokens(key, owner).set({ lease_owner: null, lease_until: null }).execute();
  }

  private leasedTokens(
    key: string,
    owner: string,
  ): UpdateQueryBuilder<Schema, 'signin_session_tokens', 'signin_session_tokens', UpdateResult> {
    return this.db.updateTable('signin_session_tokens').where('session_key', '=', key).where('lease_owner', '=', owner);
  }

  async list(userId: string): Promise<ListedRecord[]> {
    return (await this.db.executeQuery(this.statements.list({ userId }))).rows;
  }

  async listByKeys(keys: readonly string[]): Promise<ListedRecord[]> {
    return (await this.db.executeQuery(this.statements.listByKeys({ keys: JSON.stringify(keys) }))).rows;
  }

  async listLatest(limit: number): Promise<ListedRecord[]> {
    return this.db.selectFrom('signin_sessions').select(listedColumns).orderBy('seen_at', 'desc').limit(limit).execute();
  }

  async remove(selector: SessionSelector): Promise<RemovedSession[]> {
    // What no database can hold names nobody.
    if (!Object.values(selector).every(isStorable)) return [];
    return this.take((session) => matching(session, selector));
  }

  removeSome(limit: number, connection?: string): Promise<RemovedSession[]> {
    return this.take((session) => (connection === undefined ? session.lit(true) : session('connection', '=', connection)), limit);
  }

  sweep({ seenBefore }: Deadline, limit: number): Promise<RemovedSession[]> {
    return this.take((session) => session('seen_at', '<=', seenBefore), limit);
  }

  /** With `limit`, rows that somebody is using at this moment are left for the next time. */
  private take(
    isMeant: (session: ExpressionBuilder<Schema, 'signin_sessions'>) => Expression<SqlBool>,
    limit?: number,
  ): Promise<RemovedSession[]> {
    return this.transaction(async () => {
      // Read first: deleting a session takes its tokens with it. In order of the key, so that two removals cannot wait for each other.
      const found = this.db
        .selectFrom('signin_sessions')
        .select(columns)
        .select((session) =>
          session.selectFrom('signin_session_tokens').select('sealed').whereRef('session_key', '=', 'signin_sessions.key').as('sealed'),
        )
        .where(isMeant);
      const some = limit === undefined ? found.orderBy('key') : found.limit(limit);
      const locked = limit === undefined ? some.forUpdate() : some.forUpdate().skipLocked();
      const rows = await (this.isPostgres ? locked : some).execute();
      const keys = rows.map((row) => row.key);
      if (keys.length > 0) await this.db.deleteFrom('signin_sessions').where('key', 'in', keys).execute();
      return rows.map(({ sealed, ...record }) => ({ record, sealed: sealed ?? undefined }));
    });
  }

  async claim(key: string, expiresAt: number, now: number): Promise<boolean> {
    const { numAffectedRows } = await this.db.executeQuery(this.statements.claim({ key, expiresAt, now }));
    return (numAffectedRows ?? 0n) > 0n;
  }

  async claimedUntil(keys: readonly string[]): Promise<number> {
    const { rows } = await this.db.executeQuery(this.statements.claimedUntil({ keys: JSON.stringify(keys) }));
    return rows[0]?.latest ?? 0;
  }

  async sweepClaims(now: number, limit: number): Promise<number> {
    const over = this.db.selectFrom('signin_claimed_ids').select('key').where('expires_at', '<=', now).limit(limit);
    const unlocked = this.isPostgres ? over.forUpdate().skipLocked() : over;
    return Number((await this.db.deleteFrom('signin_claimed_ids').where('key', 'in', unlocked).executeTakeFirst()).numDeletedRows);
  }

  async count({ now, seenBefore }: Deadline): Promise<number> {
    const row = await this.db
      .selectFrom('signin_sessions')
      .select((session) => session.fn.countAll<number>().as('live'))
      .where('seen_at', '>', seenBefore)
      .where('expires_at', '>', now)
      .executeTakeFirstOrThrow();
    return row.live;
  }

  ping(): Promise<void> {
    return this.database.ping();
  }

  async close(): Promise<void> {
    // The database is not ours to close.
  }

  private get db(): Database['kysely'] {
    return this.database.kysely;
  }

  private get isPostgres(): boolean {
    return this.database.kind === 'postgres';
  }
}

async function hasUpdated(query: { executeTakeFirst(): Promise<UpdateResult | undefined> }): Promise<boolean> {
  return ((await query.executeTakeFirst())?.numUpdatedRows ?? 0n) > 0n;
}
