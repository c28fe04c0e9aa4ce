import { AsyncLocalStorage } from 'node:async_hooks';
import type { OnApplicationShutdown } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import type { Schema } from './schema.js';

/** Key of the row that ping() writes: no claim has it, since theirs are hashes. */
const pingKey = 'ping';

/**
 * The application's database. Its queries throw StoreUnavailableError while it is down, and work again when it is back.
 * A Nest provider; it closes with the application.
 */
export class Database implements OnApplicationShutdown {
  private readonly current = new AsyncLocalStorage<Kysely<Schema>>();

  constructor(
    private readonly outside: Kysely<Schema>,
    /** For what the two do differently, such as locking rows. */
    readonly kind: 'sqlite' | 'postgres',
  ) {}

  /** For queries: those of a transaction, to whoever it calls. */
  get kysely(): Kysely<Schema> {
    return this.current.getStore() ?? this.outside;
  }

  /** Whatever `work` asks of this database, itself or by others, is one transaction, the caller's own where there is one. All of it must be awaited. */
  transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.current.getStore() !== undefined) return work();
    return this.outside.transaction().execute((transaction) => this.current.run(transaction, work));
  }

  /**
   * Looks for every table and writes a row, as a sign-in would: a full disk or a standby server can still be read.
   * Throws StoreUnavailableError, or the DatabaseError that opening would throw, while nobody could sign in.
   */
  async ping(): Promise<void> {
    await sql`
      select 1 from signin_users, signin_sessions, signin_session_tokens, signin_claimed_ids, signin_audit_events, signin_rate_limits,
        signin_connections, signin_connection_domains, signin_connection_tokens where 1 = 0
    `.execute(this.kysely);
    const row = { key: pingKey, expires_at: Date.now() };
    await this.kysely
      .insertInto('signin_claimed_ids')
      .values(row)
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ expires_at: row.expires_at }))
      .execute();
  }

  async close(): Promise<void> {
    await this.outside.destroy();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}
