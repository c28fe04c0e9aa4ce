import pg from 'pg';
import { fromPostgres, isConnectionLost } from './postgres-errors.js';

function serverError(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError('as the server said it', 1, 'error');
  error.code = code;
  return error;
}

describe('errors of PostgreSQL', () => {
  it.each([
    ['57P01', 'store_unreachable'], // admin_shutdown
    ['57P03', 'store_unreachable'], // cannot_connect_now
    ['08006', 'store_unreachable'], // connection_failure
    ['53300', 'store_unreachable'], // too_many_connections
    ['57014', 'store_timeout'], // query_canceled: the statement timeout
    ['40P01', 'store_busy'], // deadlock_detected
    ['53100', 'store_full'], // disk_full
    ['25006', 'store_read_only'], // read_only_sql_transaction
  ])('become an outage for SQLSTATE %s: %s', (sqlState, code) => {
    const cause = serverError(sqlState);
    expect(fromPostgres(cause)).toMatchObject({ name: 'StoreUnavailableError', code, status: 503, setting: 'DATABASE_URL', cause });
  });

  it.each([
    ['28P01', 'database_refused'], // invalid_password
    ['3D000', 'database_refused'], // invalid_catalog_name
    ['42501', 'database_refused'], // insufficient_privilege
    ['XX001', 'database_corrupt'], // data_corrupted
  ])('become something to mend for SQLSTATE %s: %s', (sqlState, code) => {
    expect(fromPostgres(serverError(sqlState))).toMatchObject({ name: 'DatabaseError', code });
  });

  it('stay what they are when the statement is wrong', () => {
    for (const error of [serverError('23505'), serverError('42601'), new TypeError('Do not know how to serialize a BigInt')]) {
      expect(fromPostgres(error)).toBe(error);
    }
  });

  it('of the connection become an outage, of whatever kind they are', () => {
    const several = new AggregateError([new Error('connect ECONNREFUSED ::1'), new Error('connect ECONNREFUSED 127.0.0.1')]);
    for (const error of [new Error('Connection terminated unexpectedly'), several]) {
      expect(fromPostgres(error)).toMatchObject({ name: 'StoreUnavailableError', code: 'store_unreachable', cause: error });
    }
  });

  it('tell when a connection must not be used again', () => {
    expect([new Error('Query read timeout'), serverError('57P01'), serverError('08006')].map(isConnectionLost)).toEqual([true, true, true]);
    expect([serverError('23505'), serverError('57014')].map(isConnectionLost)).toEqual([false, false]);
  });
});
