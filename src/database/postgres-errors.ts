import pg from 'pg';
import { systemErrorCode } from '../config/system-error.js';
import { DatabaseError, isMisuse, StoreUnavailableError } from './errors.js';

const setting = 'DATABASE_URL';

/**
 * Turns what pg throws into our errors. What the server said is told apart by SQLSTATE (PostgreSQL manual, appendix A);
 * what is neither that nor a bug in the call is trouble with the connection.
 */
export function fromPostgres(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) return fromServer(error);
  if (error instanceof DatabaseError || isMisuse(error)) return error;
  return new StoreUnavailableError('store_unreachable', `The database does not answer (${systemErrorCode(error)}).`, {
    setting,
    cause: error,
  });
}

/** True when the connection must not be used again. */
export function isConnectionLost(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || /^(08|57P)/.test(error.code ?? '');
}

function fromServer(error: pg.DatabaseError): unknown {
  const code = error.code ?? '';
  const cause = error;
  if (/^(08|57P|53300)/.test(code))
    return new StoreUnavailableError('store_unreachable', 'The database takes no connections at the moment.', { setting, cause });
  if (code === '57014') return new StoreUnavailableError('store_timeout', 'The database took too long.', { setting, cause });
  if (/^(40001|40P01|55P03)$/.test(code))
    return new StoreUnavailableError('store_busy', 'The database is busy with the same rows.', { setting, cause });
  if (/^(53|54)/.test(code))
    return new StoreUnavailableError('store_full', 'The database server is out of disk or memory.', { setting, cause });
  if (code === '25006')
    return new StoreUnavailableError('store_read_only', 'The database is read-only.', { setting, fix: 'Name the primary server.', cause });
  if (/^XX00[12]$/.test(code))
    return new DatabaseError('database_corrupt', 'The database is damaged.', { setting, fix: 'Restore a backup.', cause });
  if (/^(28|3D000|42501)/.test(code))
    return new DatabaseError('database_refused', `The database server refused: ${error.message}.`, {
      setting,
      fix: 'Check user, password, database and rights.',
      cause,
    });
  return error;
}
