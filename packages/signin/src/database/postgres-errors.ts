import { DatabaseError as ServerError } from 'pg';
import { DatabaseError, isMisuse, storeError, StoreUnavailableError, tableMissing, type Trouble } from './errors.js';

const setting = 'DATABASE_URL';

/**
 * Turns what pg throws into our errors. What the server said is told apart by SQLSTATE (PostgreSQL manual, appendix A);
 * what is neither that nor a bug in the call is trouble with the connection.
 */
export function fromPostgres(error: unknown): unknown {
  if (error instanceof ServerError) return fromServer(error);
  if (error instanceof DatabaseError || isMisuse(error)) return error;
  return fromConnection(describe(error), error);
}

/** True when the connection must not be used again. */
export function isConnectionLost(error: unknown): boolean {
  return !(error instanceof ServerError) || /^(08|57P)/.test(error.code ?? '');
}

/** What an error of pg, of Node's sockets or of its TLS says: `path` of a file that cannot be opened, `address` of a socket. */
type ConnectionFailure = Readonly<Record<'code' | 'message' | 'syscall' | 'path' | 'address', string>>;

function describe(error: unknown): ConnectionFailure {
  const members = (error ?? {}) as Record<string, unknown>;
  const text = (name: string): string => (typeof members[name] === 'string' ? members[name] : '');
  // Of several addresses that were tried the first stands for all.
  const [first] = Array.isArray(members.errors) ? (members.errors as unknown[]) : [];
  if (first !== undefined && text('code') === '') return describe(first);
  return { code: text('code'), message: text('message'), syscall: text('syscall'), path: text('path'), address: text('address') };
}

function fromConnection({ code, message, syscall, path, address }: ConnectionFailure, cause: unknown): DatabaseError {
  const refused = (errorCode: 'database_tls' | 'database_refused', what: string, fix: string): DatabaseError =>
    new DatabaseError(errorCode, what, { setting, fix, cause });
  if (message.includes('does not support SSL'))
    return refused(
      'database_tls',
      'The database server offers no TLS, which sslmode in DATABASE_URL asks for.',
      'Turn TLS on at the server, or leave sslmode out where nobody can listen in between.',
    );
  if (/^(CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/.test(code))
    return refused(
      'database_tls',
      `The certificate of the database server is not trusted (${code}).`,
      'Name the file of its authority in DATABASE_URL, sslrootcert=/path/to/ca.pem, and the host as the certificate names it.',
    );
  if (syscall === 'open')
    return refused(
      'database_tls',
      `The file ${path}, which DATABASE_URL names for TLS, cannot be read (${code}).`,
      'Correct sslrootcert, sslcert or sslkey, or let this user read the file.',
    );
  if (message.startsWith('SASL'))
    return refused(
      'database_refused',
      'The database server asks for a password, and DATABASE_URL has none that fits.',
      'Write postgres://user:password@host:5432/database.',
    );
  const isSocket = syscall === 'connect' && address.startsWith('/');
  return new StoreUnavailableError('store_unreachable', `The database does not respond (${code || message || 'no reason given'}).`, {
    setting,
    cause,
    ...(isSocket && { fix: `Nothing listens on ${address}: correct host= in DATABASE_URL, or connect the instance to this service.` }),
  });
}

function fromServer(error: ServerError): unknown {
  const { code: sqlState = '', message } = error;
  const trouble = serverTroubles.find(({ states, words }) => states.test(sqlState) && (words === undefined || words.test(message)));
  return trouble === undefined ? error : storeError(trouble, setting, error, message);
}

/** The first row that fits counts. PgBouncer's own refusals have one SQLSTATE, 08P01, and words. */
const serverTroubles: readonly (Trouble & { readonly states: RegExp; readonly words?: RegExp })[] = [
  {
    // duplicate_prepared_statement, invalid_sql_statement_name: a connection was changed below a named statement.
    states: /^(42P05|26000)$/,
    code: 'database_pooler',
    message: 'A pooler in front of the database mixes up prepared statements ({reason}).',
    fix: 'In transaction mode PgBouncer has to be 1.21 or later, with max_prepared_statements = 200 in pgbouncer.ini.',
  },
  {
    states: /^08P01$/,
    words: /unsupported startup parameter/,
    code: 'database_pooler',
    message: 'PgBouncer refuses how this application connects ({reason}).',
    fix: 'Write ignore_startup_parameters = statement_timeout,idle_in_transaction_session_timeout in pgbouncer.ini.',
  },
  {
    states: /^08P01$/,
    words: /authentication failed|no such (user|database)/,
    code: 'database_refused',
    message: 'PgBouncer refused: {reason}.',
    fix: 'Check user, password and database, and that PgBouncer knows them.',
  },
  {
    states: /^08P01$/,
    words: /no more connections allowed/,
    code: 'store_busy',
    message: 'PgBouncer takes no more connections.',
    fix: 'Raise max_client_conn in pgbouncer.ini: each instance opens up to ten.',
  },
  {
    states: /^08P01$/,
    words: /query_wait_timeout/,
    code: 'store_busy',
    message: 'PgBouncer had no connection to the database in time.',
    fix: 'Raise default_pool_size in pgbouncer.ini.',
  },
  { states: /^(08|57P|53300)/, code: 'store_unreachable', message: 'The database takes no connections at the moment: {reason}.' },
  { states: /^57014$/, code: 'store_timeout', message: 'The database took too long.' },
  { states: /^(40001|40P01|55P03)$/, code: 'store_busy', message: 'The database is busy with the same rows.' },
  { states: /^(53|54)/, code: 'store_full', message: 'The database server is out of disk or memory.' },
  { states: /^25006$/, code: 'store_read_only', message: 'The database is read-only.', fix: 'Name the primary server.' },
  { states: /^XX00[12]$/, code: 'database_corrupt', message: 'The database is damaged.', fix: 'Restore a backup.' },
  { states: /^42P01$/, ...tableMissing },
  {
    states: /^(28|3D000|42501)/,
    code: 'database_refused',
    message: 'The database server refused: {reason}.',
    fix: 'Check user, password, database and rights.',
  },
];
