import { Kysely } from 'kysely';
import type { DatabaseSettings } from '../config/settings.js';
import { Database } from './database.js';
import type { OnOutage } from './errors.js';
import { migrate } from './migrate.js';
import { openSqlite, openSqliteReader } from './open-sqlite.js';
import type { Schema } from './schema.js';
import { SqliteBackground } from './sqlite-background.js';
import { NodeSqliteDialect } from './sqlite-dialect.js';
import { SqliteWriter } from './sqlite-writing.js';

/**
 * Opens the database and migrates it. A PostgreSQL server that is down is no error here: the first query after its return migrates.
 * `onOutage` is told then.
 * Throws DatabaseError for what somebody has to mend first: a file that cannot be written, a newer database, a wrong password.
 */
export async function openDatabase(settings: DatabaseSettings, onOutage: OnOutage = () => undefined): Promise<Database> {
  if (settings.kind === 'sqlite') return openSqliteDatabase(settings.file);
  // Loaded where it is used, as is the session store on Redis: a start reads a third less without them.
  const { openPostgresDatabase } = await import('./open-postgres-database.js');
  return openPostgresDatabase(settings.url, onOutage);
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
  const writing = new SqliteWriter(writer);
  // What is in memory is seen by one connection alone.
  if (file === ':memory:') return new Database(kysely, { kind: 'sqlite', reader: writer, writer: writing });
  const reader = openSqliteReader(file);
  const changes = writer.prepare('select total_changes() as changes');
  const alone = <T>(work: () => Promise<T>): Promise<T> => kysely.connection().execute(() => writing.withhold(work));
  const background = new SqliteBackground(file, () => Number(changes.get()?.changes), alone);
  return new Database(kysely, { kind: 'sqlite', reader, writer: writing, background }, async () => {
    await background.close();
    reader.close();
  });
}
