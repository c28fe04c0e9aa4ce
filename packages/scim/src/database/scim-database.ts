import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@fanlight/signin';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { ScimError } from '../resources/scim-error.js';
import { scimTables } from './migrations.js';
import type { ScimTables } from './tables.js';

// Any fixed number does, as long as nothing else in the same database takes an advisory lock with it.
const advisoryLock = 7_283_115_403;

/** The tables of this package in the database of sign-in. They are made when they are first needed: PostgreSQL may be down at start. */
@Injectable()
export class ScimDatabase implements OnApplicationBootstrap {
  private migrated: Promise<unknown> | undefined;

  constructor(private readonly database: Database) {}

  /** A database that is down is tried again by the first request. */
  async onApplicationBootstrap(): Promise<void> {
    await this.ready().catch(() => undefined);
  }

  /** @throws StoreUnavailableError, DatabaseError */
  async ready(): Promise<Kysely<ScimTables>> {
    await (this.migrated ??= this.migrate().catch((error: unknown) => {
      this.migrated = undefined;
      throw error;
    }));
    return this.kysely;
  }

  /**
   * All that `work` asks of the database, or nothing.
   * @throws ScimError uniqueness where somebody else has taken a name in the meantime
   */
  async transaction<Result>(work: (db: Kysely<ScimTables>) => Promise<Result>): Promise<Result> {
    await this.ready();
    try {
      return await this.database.transaction(() => work(this.kysely));
    } catch (error) {
      throw isTaken(error) ? new ScimError(409, 'This name or id is taken.', 'uniqueness') : error;
    }
  }

  /** Whether a transaction can keep others from a row that it has read. SQLite has one writer. */
  get locksRows(): boolean {
    return this.database.kind === 'postgres';
  }

  /** Ids as one parameter: a statement has room for a few ten thousand, and each number of them would be another statement. */
  listed(ids: readonly string[]): RawBuilder<string> {
    const each = sql.raw(this.locksRows ? 'json_array_elements_text' : 'json_each');
    return sql<string>`(select value from ${each}(${JSON.stringify(ids)}))`;
  }

  private get kysely(): Kysely<ScimTables> {
    return this.database.kysely as unknown as Kysely<ScimTables>;
  }

  private migrate(): Promise<void> {
    const { record, lock, migrations } = scimTables;
    return this.database.transaction(async () => {
      if (this.database.kind === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(advisoryLock)})`.execute(this.kysely);
      const { error } = await new Migrator({
        db: this.kysely,
        provider: { getMigrations: async () => ({ ...migrations }) },
        migrationTableName: record,
        migrationLockTableName: lock,
      }).migrateToLatest();
      if (error !== undefined) throw error;
    });
  }
}

/** PostgreSQL's unique_violation; SQLite's constraints of a unique index and of a primary key. */
function isTaken(error: unknown): boolean {
  const { code, errcode } = Object(error) as { readonly code?: unknown; readonly errcode?: unknown };
  return code === '23505' || errcode === 2067 || errcode === 1555;
}
