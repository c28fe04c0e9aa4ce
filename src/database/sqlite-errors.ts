import { DatabaseError, StoreUnavailableError, tableMissing } from './errors.js';

const setting = 'DATABASE_URL';

/** Turns what node:sqlite throws into our errors by SQLite's primary result code; anything else is a bug and passes through. */
export function fromSqlite(error: unknown): unknown {
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) : 0;
  // https://www.sqlite.org/rescode.html: the low byte is the primary code.
  switch (code & 0xff) {
    case 1: // SQLITE_ERROR, which stands for nearly every mistake in a statement
      return /^no such table/.test(messageOf(error)) ? tableMissing(messageOf(error), error) : error;
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return new StoreUnavailableError('store_busy', 'The database is locked by another program.', { setting, cause: error });
    case 8: // SQLITE_READONLY
      return new StoreUnavailableError('store_read_only', 'The database cannot be written.', {
        setting,
        fix: 'Let this user write the file that DATABASE_URL names and its folder.',
        cause: error,
      });
    case 10: // SQLITE_IOERR
    case 14: // SQLITE_CANTOPEN
      return new StoreUnavailableError('store_unreachable', 'The database file cannot be read or written.', { setting, cause: error });
    case 13: // SQLITE_FULL
      return new StoreUnavailableError('store_full', 'The disk that holds the database is full.', {
        setting,
        fix: 'Make room on it.',
        cause: error,
      });
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return new DatabaseError('database_corrupt', 'The file that DATABASE_URL names is damaged, or is not an SQLite database.', {
        setting,
        fix: 'Restore a backup, or move the file away to begin anew.',
        cause: error,
      });
    default:
      return error;
  }
}

export function mappingSqliteErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fromSqlite(error);
  }
}

/** Not by instanceof: a test runner's realm has an Error of its own. */
function messageOf(error: unknown): string {
  return String((error as { message?: unknown }).message);
}
