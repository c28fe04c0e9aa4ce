import type { Database } from '../../database/database.js';
import type { RequestPool } from '../../database/postgres.js';
import type { SessionRecord, SessionState } from '../session-store.js';
import { DatabaseSessionStore } from './database-session-store.js';
import {
  fromColumns,
  sessionColumns,
  stateColumns,
  stateFromColumns,
  toColumns,
  type SessionColumns,
  type StateColumns,
} from './session-columns.js';

const places = Array.from({ length: sessionColumns.split(',').length }, (_, index) => `$${index + 4}`).join(', ');
/** $1 to $3: the session's key, its sealed tokens and the key of the session that it replaces. */
const insertion = `
  with session as (insert into sessions (key, ${sessionColumns}) values ($1, ${places}) returning key),
    replaced as (delete from sessions where key = $3)
  insert into session_tokens (session_key, sealed) select key, $2 from session`;

const whole = { name: 'session-read', text: `select ${sessionColumns} from sessions where key = $1` };
const state = { name: 'session-state', text: `select ${stateColumns} from sessions where key = $1` };
const claimed = {
  name: 'claimed-until',
  text: 'select max(expires_at) from claimed_ids where key = any (array(select json_array_elements_text($1::json)))',
};

/**
 * On PostgreSQL what each request and each sign-in asks for are named statements, which the server parses and plans once per connection.
 * A new session is one statement, so that it needs no transaction of its own: one turn instead of four or five.
 */
export class PostgresSessionStore extends DatabaseSessionStore {
  constructor(
    database: Database,
    private readonly pool: RequestPool,
  ) {
    super(database);
  }

  override async insert(record: SessionRecord, sealed: string, replaces: string | undefined): Promise<void> {
    await this.pool.query('session-insert', insertion, [record.key, sealed, replaces ?? null, ...toColumns(record)]);
  }

  override async claimedUntil(keys: readonly string[]): Promise<number> {
    const [row] = await this.pool.read<[latest: number | null]>(claimed, [JSON.stringify(keys)]);
    return row?.[0] ?? 0;
  }

  override async read(key: string): Promise<SessionRecord | undefined> {
    const [row] = await this.pool.read<SessionColumns>(whole, [key]);
    return row && fromColumns(key, row);
  }

  override async readState(key: string): Promise<SessionState | undefined> {
    const [row] = await this.pool.read<StateColumns>(state, [key]);
    return row && stateFromColumns(row);
  }
}
