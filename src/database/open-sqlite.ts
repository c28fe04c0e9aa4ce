import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemErrorCode } from '../config/system-error.js';
import { DatabaseError, StoreUnavailableError } from './errors.js';
import { mappingSqliteErrors } from './sqlite-errors.js';

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
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
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
