import { storeError, tableMissing, type Trouble } from './errors.js';

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
export function mappingSqliteErrors<T>(work: () => T): T {
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
