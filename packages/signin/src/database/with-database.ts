import type { DatabaseSettings } from '../config/settings.js';
import type { Database } from './database.js';

/**
 * What `work` returns of the database that the settings name. It is loaded here: whoever only reads settings loads none.
 * @throws DatabaseError
 */
export async function withDatabase<Result>(settings: DatabaseSettings, work: (database: Database) => Promise<Result>): Promise<Result> {
  const { openDatabase } = await import('./open-database.js');
  const database = await openDatabase(settings);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
