import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Selectable } from 'kysely';
import type { Database } from '../../database/database.js';
import type { SessionTable } from '../../database/schema.js';
import { mappingSqliteErrors } from '../../database/sqlite-errors.js';
import { DatabaseSessionStore } from './database-session-store.js';
import { toRecord } from './session-row.js';
import type { SessionRecord } from '../session-store.js';

/** On SQLite the read of each request is one prepared statement without a promise. */
export class SqliteSessionStore extends DatabaseSessionStore {
  readonly #select: StatementSync;

  constructor(database: Database, reader: DatabaseSync) {
    super(database);
    this.#select = reader.prepare('select * from sessions where key = ?');
  }

  override read(key: string): SessionRecord | undefined {
    const row = mappingSqliteErrors(() => this.#select.get(key)) as Selectable<SessionTable> | undefined;
    return row && toRecord(row);
  }
}
