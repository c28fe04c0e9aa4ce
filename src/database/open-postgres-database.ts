import { Kysely, PostgresAdapter, PostgresDialect, sql, type DialectAdapter } from 'kysely';
import { Database } from './database.js';
import { StoreUnavailableError } from './errors.js';
import { migrate } from './migrate.js';
import { openMigrationPool, RequestPool } from './postgres.js';
import type { Schema } from './schema.js';

/** The part of openDatabase() for PostgreSQL. */
export async function openPostgresDatabase(url: string, warn: (message: string) => void): Promise<Database> {
  const pool = new RequestPool(
    url,
    onceAtATime(() => migratePostgres(url, warn)),
  );
  const database = new Database(new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }), 'postgres');
  try {
    // As requests connect: something in between may let migrations through and refuse that.
    await sql`select 1`.execute(database.kysely);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) {
      await database.close();
      throw error;
    }
    warn(`${error.message} The application starts without it, and uses it as soon as it is there.`);
  }
  return database;
}

async function migratePostgres(url: string, warn: (message: string) => void): Promise<void> {
  const kysely = new Kysely<Schema>({ dialect: new MigrationDialect({ pool: openMigrationPool(url) }) });
  try {
    await migrate(kysely, 'postgres', warn);
  } finally {
    await kysely.destroy();
  }
}

/**
 * Kysely's Migrator takes a lock of the session, which PgBouncer in transaction mode would leave with a connection that others use.
 * migrate() takes one that ends with its transaction.
 */
class MigrationDialect extends PostgresDialect {
  override createAdapter(): DialectAdapter {
    return new UnlockedAdapter();
  }
}

class UnlockedAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {
    // See above.
  }

  override async releaseMigrationLock(): Promise<void> {
    // See above.
  }
}

/** Callers that come while the work is running share it. */
function onceAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work().finally(() => (running = undefined)));
}
