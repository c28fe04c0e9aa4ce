import { Kysely, PostgresDialect } from 'kysely';
import { Database } from './database.js';
import { StoreUnavailableError, type OnOutage } from './errors.js';
import { migrate } from './migrate.js';
import { openMigrationPool, RequestPool } from './postgres.js';
import type { Schema } from './schema.js';

/** The part of openDatabase() for PostgreSQL. */
export async function openPostgresDatabase(url: string, onOutage: OnOutage): Promise<Database> {
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
