import { Kysely, PostgresDialect } from 'kysely';
import type { DatabaseSettings } from '../config/settings.js';
import { Database } from './database.js';
import { StoreUnavailableError, type OnOutage } from './errors.js';
import { migrate } from './migrate.js';
import { openSqlite, openSqliteReader } from './open-sqlite.js';
import { openMigrationPool, RequestPool } from './postgres.js';
import type { Schema } from './schema.js';
import { NodeSqliteDialect } from './sqlite-dialect.js';

/**
 * Opens the database and migrates it. A PostgreSQL server that is down is no error here: the first query after its return migrates.
 * `onOutage` is told then.
 * Throws DatabaseError for what somebody has to mend first: a file that cannot be written, a newer database, a wrong password.
 */
export async function openDatabase(settings: DatabaseSettings, onOutage: OnOutage = () => undefined): Promise<Database> {
  return settings.kind === 'sqlite' ? openSqliteDatabase(settings.file) : openPostgresDatabase(settings.url, onOutage);
}

async function openSqliteDatabase(file: string): Promise<Database> {
  const writer = openSqlite(file);
  const kysely = new Kysely<Schema>({ dialect: new NodeSqliteDialect(writer) });
  try {
    await migrate(kysely, 'sqlite');
  } catch (error) {
    writer.close();
    throw error;
  }
  // What is in memory is seen by one connection alone.
  if (file === ':memory:') return new Database(kysely, { kind: 'sqlite', reader: writer });
  const reader = openSqliteReader(file);
  return new Database(kysely, { kind: 'sqlite', reader }, () => reader.close());
}

async function openPostgresDatabase(url: string, onOutage: OnOutage): Promise<Database> {
  const pool = new RequestPool(
    url,
    onceAtATime(() => migratePostgres(url)),
  );
  try {
    await pool.prepare();
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) {
      await pool.end();
      throw error;
    }
    onOutage(error);
  }
  return new Database(new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }), { kind: 'postgres', pool });
}

async function migratePostgres(url: string): Promise<void> {
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: openMigrationPool(url) }) });
  try {
    await migrate(kysely, 'postgres');
  } finally {
    await kysely.destroy();
  }
}

/** Callers that come while the work is running share it. */
function onceAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work().finally(() => (running = undefined)));
}
