import type { StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, DirectSqlite } from '../../database/database.js';
import { mappingSqliteErrors } from '../../database/sqlite-errors.js';
import { SqliteReading } from '../../database/sqlite-reading.js';
import { inBatches } from '../batches.js';
import type { Deadline, SessionRecord, SessionState } from '../session-store.js';
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

const countSlices = 32;

/** On SQLite the read of each request is one prepared statement without a promise, and a new session is written at once. */
export class SqliteSessionStore extends DatabaseSessionStore {
  readonly #insert: StatementSync;
  readonly #insertTokens: StatementSync;
  readonly #delete: StatementSync;
  readonly #select: SqliteReading<SessionColumns>;
  readonly #state: SqliteReading<StateColumns>;
  readonly #claim: SqliteReading<readonly [expiresAt: number]>;
  readonly #count: StatementSync;

  constructor(
    database: Database,
    private readonly direct: DirectSqlite,
  ) {
    super(database);
    const { reader, writer } = direct;
    const places = sessionColumns.replace(/\w+/g, '?');
    this.#insert = writer.prepare(`insert into sessions (key, ${sessionColumns}) values (?, ${places})`);
    this.#insertTokens = writer.prepare('insert into session_tokens (session_key, sealed) values (?, ?)');
    this.#delete = writer.prepare('delete from sessions where key = ?');
    this.#select = new SqliteReading(direct, `select ${sessionColumns} from sessions where key = ?`);
    this.#state = new SqliteReading(direct, `select ${stateColumns} from sessions where key = ?`);
    this.#claim = new SqliteReading(direct, 'select expires_at from claimed_ids where key = ?');
    this.#count = reader.prepare('select count(*) as live from sessions where seen_at > ? and seen_at <= ? and expires_at > ?');
  }

  override async insert(record: SessionRecord, sealed: string, replaces: string | undefined): Promise<void> {
    if (!this.direct.writer.free) return super.insert(record, sealed, replaces);
    this.direct.writer.transact(() => {
      this.#insert.run(record.key, ...toColumns(record));
      this.#insertTokens.run(record.key, sealed);
      if (replaces !== undefined) this.#delete.run(replaces);
    });
  }

  override read(key: string): SessionRecord | undefined {
    const row = this.#select.first(key);
    return row && fromColumns(key, row);
  }

  override readState(key: string): SessionState | undefined {
    const row = this.#state.first(key);
    return row && stateFromColumns(row);
  }

  override async claimedUntil(keys: readonly string[]): Promise<number> {
    return Math.max(0, ...keys.map((key) => this.#claim.first(key)?.[0] ?? 0));
  }

  /** In batches, between which other processes write: a million rows at once lock the file for twenty seconds. */
  override removeAll(): Promise<number> {
    const { kysely } = this.database;
    return inBatches((limit) => {
      const some = kysely.selectFrom('sessions').select('key').limit(limit);
      return this.database.deleteMany(kysely.deleteFrom('sessions').where('key', 'in', some));
    });
  }

  /** Slice by slice of last-seen: a million rows at once would keep everybody waiting. */
  override async count({ now, seenBefore }: Deadline): Promise<number> {
    let total = 0;
    const slice = Math.ceil((now - seenBefore) / countSlices);
    for (let from = seenBefore; from < now; from += slice) {
      total += Number(mappingSqliteErrors(() => this.#count.get(from, Math.min(from + slice, now), now))?.live);
      await nextTurn();
    }
    return total;
  }
}
