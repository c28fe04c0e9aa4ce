import type pg from 'pg';
import { DatabaseError, StoreUnavailableError } from './errors.js';

const setting = 'DATABASE_URL';

/** What PgBouncer, between us and PostgreSQL, refuses; undefined for what PostgreSQL says. Its own refusals have one SQLSTATE, and words. */
export function fromPgBouncer(cause: pg.DatabaseError): DatabaseError | undefined {
  const { code, message } = cause;
  const refused = (what: string, fix: string): DatabaseError => new DatabaseError('database_pooler', what, { setting, fix, cause });
  // duplicate_prepared_statement, invalid_sql_statement_name: a connection was changed below a named statement.
  if (code === '42P05' || code === '26000')
    return refused(
      `A pooler in front of the database mixes up prepared statements (${message}).`,
      'In transaction mode PgBouncer has to be 1.21 or later, with max_prepared_statements = 200 in pgbouncer.ini.',
    );
  if (code !== '08P01') return undefined;
  if (message.includes('unsupported startup parameter'))
    return refused(
      `PgBouncer refuses how this application connects (${message}).`,
      'Write ignore_startup_parameters = statement_timeout,idle_in_transaction_session_timeout in pgbouncer.ini.',
    );
  if (/authentication failed|no such (user|database)/.test(message))
    return new DatabaseError('database_refused', `PgBouncer refused: ${message}.`, {
      setting,
      fix: 'Check user, password and database, and that PgBouncer knows them.',
      cause,
    });
  if (message.includes('no more connections allowed'))
    return new StoreUnavailableError('store_busy', 'PgBouncer takes no more connections.', {
      setting,
      fix: 'Raise max_client_conn in pgbouncer.ini: each instance opens up to ten.',
      cause,
    });
  if (message.includes('query_wait_timeout'))
    return new StoreUnavailableError('store_busy', 'PgBouncer had no connection to the database in time.', {
      setting,
      fix: 'Raise default_pool_size in pgbouncer.ini.',
      cause,
    });
  return undefined;
}
