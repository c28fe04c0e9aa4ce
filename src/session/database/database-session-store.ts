import type { CompiledQuery, Expression, ExpressionBuilder, Selectable, SqlBool } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Schema, SessionTable } from '../../database/schema.js';
import { isStorable } from '../../database/storable-text.js';
import { listedColumns, sessionColumns, toListed, toRecord, toRow } from './session-row.js';
import {
  SessionStore,
  type Deadline,
  type ListedSession,
  type RemovedSession,
  type SessionRecord,
  type SessionSelector,
  type TokenLease,
} from '../session-store.js';

/** Sessions in the application's database, on SQLite and PostgreSQL. */
export class DatabaseSessionStore extends SessionStore {
  readonly #db: Database['kysely'];
  /** Compiled once: every request reads its session, and building the statement again would take half of the time. */
  private readonly readQuery: CompiledQuery;

  constructor(private readonly database: Database) {
    super();
    this.#db = database.kysely;
    this.readQuery = this.#db.selectFrom('sessions').select(sessionColumns).where('key', '=', '').compile();
  }

  async insert(record: SessionRecord, sealed: string): Promise<void> {
    if (this.#isPostgres) return this.#insertAtOnce(record, sealed);
    await this.#db.transaction().execute(async (tx) => {
      await tx.insertInto('sessions').values(toRow(record)).execute();
      await tx.insertInto('session_tokens').values({ session_key: record.key, sealed }).execute();
    });
  }

  /** One statement, and so one exchange with the server, where a transaction is four or five. */
  async #insertAtOnce(record: SessionRecord, sealed: string): Promise<void> {
    await this.#db
      .with('session', (db) => db.insertInto('sessions').values(toRow(record)).returning('key'))
      .insertInto('session_tokens')
      .columns(['session_key', 'sealed'])
      .expression((db) => db.selectFrom('session').select((session) => ['key', session.val(sealed).as('sealed')]))
      .execute();
  }

  async read(key: string): Promise<SessionRecord | undefined> {
    const { rows } = await this.#db.executeQuery<Selectable<SessionTable>>({ ...this.readQuery, parameters: [key] });
    return rows[0] && toRecord(rows[0]);
  }

  async touch({ key }: Pick<SessionRecord, 'key'>, seenAt: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#db.updateTable('sessions').set({ seen_at: seenAt }).where('key', '=', key).executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async saveData(key: string, data: string, version: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('sessions')
      .set({ data, version: version + 1 })
      .where('key', '=', key)
      .where('version', '=', version)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async readTokens(key: string): Promise<string | undefined> {
    return (await this.#db.selectFrom('session_tokens').select('sealed').where('session_key', '=', key).executeTakeFirst())?.sealed;
  }

  async resealTokens(key: string, from: string, to: string, keyId: string): Promise<void> {
    // Two statements, not a transaction: when the second is lost, the next read seals once more; and no order of locks to get wrong.
    const { numUpdatedRows } = await this.#db
      .updateTable('session_tokens')
      .set({ sealed: to })
      .where('session_key', '=', key)
      .where('sealed', '=', from)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await this.#db.updateTable('sessions').set({ key_id: keyId }).where('key', '=', key).execute();
  }

  async leaseTokens(key: string, owner: string, until: number, now: number): Promise<TokenLease> {
    const leased = await this.#db
      .updateTable('session_tokens')
      .set({ lease_owner: owner, lease_until: until })
      .where('session_key', '=', key)
      .where((tokens) =>
        tokens.or([tokens('lease_until', 'is', null), tokens('lease_until', '<=', now), tokens('lease_owner', '=', owner)]),
      )
      .returning('sealed')
      .executeTakeFirst();
    if (leased) return leased;
    return (await this.readTokens(key)) === undefined ? 'gone' : 'taken';
  }

  async saveTokens(key: string, owner: string, sealed: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('session_tokens')
      .set({ sealed })
      .where('session_key', '=', key)
      .where('lease_owner', '=', owner)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async releaseTokens(key: string, owner: string): Promise<void> {
    await this.#db
      .updateTable('session_tokens')
      .set({ lease_owner: null, lease_until: null })
      .where('session_key', '=', key)
      .where('lease_owner', '=', owner)
      .execute();
  }

  async list(userId: string): Promise<ListedSession[]> {
    return (await this.#db.selectFrom('sessions').select(listedColumns).where('user_id', '=', userId).execute()).map(toListed);
  }

  async listLatest(limit: number): Promise<SessionRecord[]> {
    return (await this.#db.selectFrom('sessions').select(sessionColumns).orderBy('seen_at', 'desc').limit(limit).execute()).map(toRecord);
  }

  async remove(selector: SessionSelector): Promise<RemovedSession[]> {
    // What no database can hold names nobody.
    if (!Object.values(selector).every(isStorable)) return [];
    return this.#take((session) => matching(session, selector));
  }

  removeSome(limit: number): Promise<RemovedSession[]> {
    return this.#take((session) => session.lit(true), limit);
  }

  sweep({ seenBefore }: Deadline, limit: number): Promise<RemovedSession[]> {
    return this.#take((session) => session('seen_at', '<=', seenBefore), limit);
  }

  /** With `limit`, rows that somebody is using at this moment are left for the next time. */
  #take(isMeant: (session: ExpressionBuilder<Schema, 'sessions'>) => Expression<SqlBool>, limit?: number): Promise<RemovedSession[]> {
    return this.#db.transaction().execute(async (tx) => {
      // Read first: deleting a session takes its tokens with it. In order of the key, so that two removals cannot wait for each other.
      const found = tx
        .selectFrom('sessions')
        .select(sessionColumns)
        .select((session) =>
          session.selectFrom('session_tokens').select('sealed').whereRef('session_key', '=', 'sessions.key').as('sealed'),
        )
        .where(isMeant);
      const some = limit === undefined ? found.orderBy('key') : found.limit(limit);
      const locked = limit === undefined ? some.forUpdate() : some.forUpdate().skipLocked();
      const rows = await (this.#isPostgres ? locked : some).execute();
      const keys = rows.map((row) => row.key);
      if (keys.length > 0) await tx.deleteFrom('sessions').where('key', 'in', keys).execute();
      return rows.map(({ sealed, ...row }) => ({ record: toRecord(row), sealed: sealed ?? undefined }));
    });
  }

  async claim(key: string, expiresAt: number, now: number): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('claimed_ids')
      .values({ key, expires_at: expiresAt })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ expires_at: expiresAt }).where('claimed_ids.expires_at', '<=', now))
      .executeTakeFirstOrThrow();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  async claimedUntil(keys: readonly string[]): Promise<number> {
    const row = await this.#db
      .selectFrom('claimed_ids')
      .select((claim) => claim.fn.max<number | null>('expires_at').as('latest'))
      .where('key', 'in', keys)
      .executeTakeFirst();
    return row?.latest ?? 0;
  }

  async sweepClaims(now: number, limit: number): Promise<number> {
    const over = this.#db.selectFrom('claimed_ids').select('key').where('expires_at', '<=', now).limit(limit);
    const free = this.#isPostgres ? over.forUpdate().skipLocked() : over;
    return Number((await this.#db.deleteFrom('claimed_ids').where('key', 'in', free).executeTakeFirst()).numDeletedRows);
  }

  async count({ now, seenBefore }: Deadline): Promise<number> {
    const row = await this.#db
      .selectFrom('sessions')
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

  get #isPostgres(): boolean {
    return this.database.kind === 'postgres';
  }
}

function matching(session: ExpressionBuilder<Schema, 'sessions'>, selector: SessionSelector): Expression<SqlBool> {
  switch (selector.by) {
    case 'key':
      return session('key', '=', selector.key);
    case 'sid':
      return session.and([session('sid', '=', selector.sid), session('issuer', '=', selector.issuer)]);
    case 'subject':
      // By way of the user, whose key (issuer, subject) is: sessions need no index of their own for it.
      return session.and([
        session(
          'user_id',
          'in',
          session
            .selectFrom('users')
            .select('id')
            .where('users.issuer', '=', selector.issuer)
            .where('users.subject', '=', selector.subject),
        ),
        ...(selector.withoutSid ? [session('sid', 'is', null)] : []),
      ]);
    case 'user':
      return session.and([session('user_id', '=', selector.userId), session('key', '!=', selector.except ?? '')]);
  }
}
