import type { DatabaseSync } from 'node:sqlite';
import type { OnApplicationShutdown } from '@nestjs/common';
import { sql, type DeleteQueryBuilder, type DeleteResult, type Kysely } from 'kysely';
import type { RequestPool } from './postgres.js';
import type { Schema } from './schema.js';
import type { SqliteBackground } from './sqlite-background.js';
import type { SqliteWriter } from './sqlite-writing.js';

/** Connections that are used without a promise. */
export interface DirectSqlite {
  readonly kind: 'sqlite';
  /** Sees committed data only; for what is read while the writer has a transaction under way, and for what takes long. */
  readonly reader: DatabaseSync;
  /** The connection that Kysely uses. */
  readonly writer: SqliteWriter;
  /** Undefined for what is in memory. */
  readonly background?: SqliteBackground;
}

/**
 * The application's database. Its queries throw StoreUnavailableError while it is down, and work again when it is back.
 * A Nest provider; it closes with the application.
 */
export class Database implements OnApplicationShutdown {
  constructor(
    readonly kysely: Kysely<Schema>,
    /** On PostgreSQL the pool behind Kysely, for named statements. */
    readonly direct: DirectSqlite | { readonly kind: 'postgres'; readonly pool: RequestPool },
    private readonly closeDirect: () => Promise<void> | void = () => undefined,
  ) {}

  /** Throws StoreUnavailableError, or the DatabaseError that opening would throw, while the database cannot be used. */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.kysely);
  }

  /**
   * Deletes many rows; answers how many, without those that go with them. On SQLite another thread does, and the event loop goes on.
   * Throws StoreUnavailableError.
   */
  async deleteMany<Table extends keyof Schema>(query: DeleteQueryBuilder<Schema, Table, DeleteResult>): Promise<number> {
    if (this.direct.kind === 'sqlite' && this.direct.background) return this.direct.background.change(query.compile());
    return Number((await query.executeTakeFirst()).numDeletedRows);
  }

  async close(): Promise<void> {
    await this.closeDirect();
    await this.kysely.destroy();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }
}
