import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SqliteAdapter, SqliteDialect, type DialectAdapter, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { makePrivateFolder, systemErrorCode } from '../config/system-error.js';
import { DatabaseError, storeError, StoreUnavailableError, tableMissing, type Trouble } from './errors.js';
import { refuseUnstorable } from './storable-text.js';

/** For how long a write waits for another process's write. */
const busyTimeoutMs = 2000;
/** A database up to this many pages of 4 kB is checked whole at start: that takes milliseconds. */
const maxCheckedPages = 4000;

/**
 * Opens the file, making it and its folder when they are missing, readable by this user alone.
 * Throws DatabaseError when it cannot be written, is damaged or is something else.
 */
export function openSqlite(file: string): DatabaseSync {
  if (file !== ':memory:') makeFile(file);
  const database = new DatabaseSync(file);
  try {
    mappingSqliteErrors(() => prepare(database));
    return database;
  } catch (error) {
    database.close();
    throw error instanceof StoreUnavailableError && error.code !== 'store_busy' ? notWritable(file, error) : error;
  }
}

function makeFile(file: string): void {
  try {
    makePrivateFolder(dirname(file));
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    throw notWritable(file, cause);
  }
}

function notWritable(file: string, cause: unknown): DatabaseError {
  const reason = cause instanceof DatabaseError ? '' : ` (${systemErrorCode(cause)})`;
  return new DatabaseError('database_not_writable', `The database file ${file} cannot be written${reason}.`, {
    setting: 'DATABASE_URL',
    fix: `Let this user write ${dirname(file)}, or set DATABASE_URL to another place.`,
    cause,
  });
}

function prepare(database: DatabaseSync): void {
  database.exec(`pragma busy_timeout = ${busyTimeoutMs}`);
  // NORMAL loses no committed row when the process dies; only a power cut may take the last moments.
  database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on');
  const pages = database.prepare('pragma page_count').get()?.page_count;
  if (typeof pages === 'number' && pages <= maxCheckedPages) check(database);
  // Fails on a file that can be opened but not written, before the first person signs in.
  database.exec('begin immediate; rollback');
}

function check(database: DatabaseSync): void {
  const result = database.prepare('pragma quick_check(1)').get()?.quick_check;
  if (result === 'ok') return;
  throw new DatabaseError('database_corrupt', 'The file that DATABASE_URL names is damaged.', {
    setting: 'DATABASE_URL',
    fix: 'Restore a backup, or move the file away to begin anew.',
    cause: new Error(String(result)),
  });
}

/** The application has a few dozen different statements; lists of varying length could make any number. */
const maxKeptStatements = 200;

/** Kysely's own dialect on node:sqlite. Transactions take the write lock at their beginning. */
export class NodeSqliteDialect extends SqliteDialect {
  constructor(database: DatabaseSync) {
    super({ database: adapt(database) });
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter();
  }
}

class TransactionalAdapter extends SqliteAdapter {
  /** SQLite's DDL is transactional (https://sqlite.org/transactional.html): Kysely may migrate in one transaction. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function adapt(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const statement = mappingSqliteErrors(() => adaptStatement(database, text));
      if (kept.size >= maxKeptStatements) kept.delete(kept.keys().next().value ?? '');
      kept.set(text, statement);
      return statement;
    },
  };
}

function adaptStatement(database: DatabaseSync, text: string): SqliteStatement {
  // A transaction that begins with reading and writes later fails when another process wrote in between, without waiting: so lock first.
  const statement = database.prepare(text === 'begin' ? 'begin immediate' : text);
  return {
    reader: returnsRows(statement, text),
    all: (parameters) => mappingSqliteErrors(() => statement.all(...checked(parameters))),
    run: (parameters) => mappingSqliteErrors(() => (text === 'rollback' ? rollBack(statement) : statement.run(...checked(parameters)))),
    iterate: (parameters) => statement.iterate(...checked(parameters)),
  };
}

/** SQLite itself rolls back when the disk is full or fails; rolling back once more is an error that would hide the first. */
function rollBack(rollback: StatementSync): ReturnType<StatementSync['run']> {
  try {
    return rollback.run();
  } catch (error) {
    if (String(error).includes('no transaction is active')) return { changes: 0, lastInsertRowid: 0 };
    throw error;
  }
}

function returnsRows(statement: StatementSync, text: string): boolean {
  // StatementSync.columns came with Node 22.16.
  if ('columns' in statement) return statement.columns().length > 0;
  return /^\s*(select|with|pragma|values)\b|\breturning\b/i.test(text);
}

function checked(parameters: readonly unknown[]): SQLInputValue[] {
  refuseUnstorable(parameters);
  return parameters as SQLInputValue[];
}

const locked: Trouble = { code: 'store_busy', message: 'The database is locked by another program.' };
const unreachable: Trouble = { code: 'store_unreachable', message: 'The database file cannot be read or written.' };
const corrupt: Trouble = {
  code: 'database_corrupt',
  message: 'The file that DATABASE_URL names is damaged, or is not an SQLite database.',
  fix: 'Restore a backup, or move the file away to begin anew.',
};

/** By SQLite's primary result code (https://www.sqlite.org/rescode.html). Anything else is a bug and passes through. */
const troubles: Readonly<Record<number, Trouble>> = {
  5: locked, // SQLITE_BUSY
  6: locked, // SQLITE_LOCKED
  8: {
    // SQLITE_READONLY
    code: 'store_read_only',
    message: 'The database cannot be written.',
    fix: 'Let this user write the file that DATABASE_URL names and its folder.',
  },
  10: unreachable, // SQLITE_IOERR
  11: corrupt, // SQLITE_CORRUPT
  13: { code: 'store_full', message: 'The disk that holds the database is full.', fix: 'Make room on it.' }, // SQLITE_FULL
  14: unreachable, // SQLITE_CANTOPEN
  26: corrupt, // SQLITE_NOTADB
};

/** Turns what node:sqlite throws into our errors. */
function mappingSqliteErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    // Not by instanceof: a test runner's realm has an Error of its own.
    const { errcode, message } = Object(error) as { errcode?: unknown; message?: unknown };
    const reason = String(message);
    // The low byte is the primary code.
    const code = Number(errcode) & 0xff;
    // SQLITE_ERROR stands for nearly every mistake in a statement.
    const trouble = code === 1 && reason.startsWith('no such table') ? tableMissing : troubles[code];
    throw trouble === undefined ? error : storeError(trouble, 'DATABASE_URL', error, reason);
  }
}
