import pg from 'pg';
import { fromPostgres, isConnectionLost } from './postgres-errors.js';

function serverError(code: string, message = 'as the server said it'): pg.DatabaseError {
  const error = new pg.DatabaseError(message, message.length, 'error');
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
    ['42P01', 'database_incomplete'], // undefined_table
    ['42P05', 'database_pooler'], // duplicate_prepared_statement
    ['26000', 'database_pooler'], // invalid_sql_statement_name
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

  it.each([
    ['unsupported startup parameter: statement_timeout', 'database_pooler', 'ignore_startup_parameters'],
    ['no such user: app', 'database_refused', 'PgBouncer knows them'],
    ['"trust" authentication failed', 'database_refused', 'PgBouncer knows them'],
    ['no more connections allowed (max_client_conn)', 'store_busy', 'max_client_conn'],
    ['query_wait_timeout', 'store_busy', 'default_pool_size'],
    ['something else of the protocol', 'store_unreachable', 'something else of the protocol'],
  ])('of PgBouncer are named with their fix: %s', (words, code, fix) => {
    expect(fromPostgres(serverError('08P01', words))).toMatchObject({ code, message: expect.stringContaining(fix) as unknown });
  });

  it.each([
    [{ message: 'The server does not support SSL connections' }, 'database_tls', 'offers no TLS'],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'database_tls', 'sslrootcert='],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'database_tls', 'the host as the certificate names it'],
    [{ code: 'ENOENT', syscall: 'open', path: '/ca.pem' }, 'database_tls', 'The file /ca.pem, which DATABASE_URL names for TLS'],
    [{ code: 'ENOENT', syscall: 'connect', address: '/cloudsql/a/.s.PGSQL.5432' }, 'store_unreachable', 'listens on /cloudsql/a/.s.PGSQL'],
    [{ message: 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string' }, 'database_refused', 'asks for a password'],
    [{ message: 'timeout expired' }, 'store_unreachable', 'does not respond (timeout expired).'],
  ])('of the way there are named with their fix: %j', (members, code, words) => {
    const error = Object.assign(new Error('message' in members ? members.message : ''), members);
    expect(fromPostgres(error)).toMatchObject({ code, message: expect.stringContaining(words) as unknown });
  });

  it('tell when a connection must not be used again', () => {
    expect([new Error('Query read timeout'), serverError('57P01'), serverError('08006')].map(isConnectionLost)).toEqual([true, true, true]);
    expect([serverError('23505'), serverError('57014')].map(isConnectionLost)).toEqual([false, false]);
  });
});
