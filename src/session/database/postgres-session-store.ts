import type { Database } from '../../database/database.js';
import type { RequestPool } from '../../database/postgres.js';
import type { SessionRecord, SessionState } from '../session-store.js';
import { DatabaseSessionStore } from './database-session-store.js';
import { fromColumns, sessionColumns, stateColumns, stateFromColumns, type SessionColumns, type StateColumns } from './session-columns.js';

/** On PostgreSQL the read of each request is a named statement, which the server parses and plans once per connection. */
export class PostgresSessionStore extends DatabaseSessionStore {
  constructor(
    database: Database,
    private readonly pool: RequestPool,
  ) {
    super(database);
  }

  override async read(key: string): Promise<SessionRecord | undefined> {
    const [row] = await this.pool.queryArrays<SessionColumns>('session-read', `select ${sessionColumns} from sessions where key = $1`, [
      key,
    ]);
    return row && fromColumns(key, row);
  }

  override async readState(key: string): Promise<SessionState | undefined> {
    const [row] = await this.pool.queryArrays<StateColumns>('session-state', `select ${stateColumns} from sessions where key = $1`, [key]);
    return row && stateFromColumns(row);
  }
}
