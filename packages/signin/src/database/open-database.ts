import { Kysely } from 'kysely';
import type { DatabaseSettings } from '../config/settings.js';
import { Database } from './database.js';
import { withoutDriver } from './errors.js';
import { migrate } from './migrate.js';
import type { Schema } from './schema.js';
import { NodeSqliteDialect, openSqlite } from './sqlite.js';

/**
 * Opens the database and migrates it. A PostgreSQL server that is down is no error here: the first query after its return migrates.
 * `warn` is told then, and of a database that a newer release has added to.
 * Throws DatabaseError for what somebody has to mend first: a file that cannot be written, a wrong password.
 */
export async function openDatabase(settings: DatabaseSettings, warn: (message: string) => void = () => undefined): Promise<Database> {
  if (settings.kind === 'sqlite') return openSqliteDatabase(settings.file, warn);
  // Loaded where it is used, as is the session store on Redis: a start reads a third less without them.
  const { openPostgresDatabase } = await import('./postgres.js').catch(withoutDriver('DATABASE_URL', 'pg'));
  return openPostgresDatabase(settings.url, warn);
}

async function openSqliteDatabase(file: string, warn: (message: string) => void): Promise<Database> {
  const kysely = new Kysely<Schema>({ dialect: new NodeSqliteDialect(openSqlite(file)) });
  try {
    await migrate(kysely, 'sqlite', warn);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  return new Database(kysely, 'sqlite');
}
