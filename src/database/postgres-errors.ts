import pg from 'pg';
import { DatabaseError, isMisuse, StoreUnavailableError, tableMissing } from './errors.js';
import { fromPgBouncer } from './pgbouncer-errors.js';

const setting = 'DATABASE_URL';

/**
 * Turns what pg throws into our errors. What the server said is told apart by SQLSTATE (PostgreSQL manual, appendix A);
 * what is neither that nor a bug in the call is trouble with the connection.
 */
export function fromPostgres(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) return fromPgBouncer(error) ?? fromServer(error);
  if (error instanceof DatabaseError || isMisuse(error)) return error;
  return fromConnection(describe(error), error);
}

/** True when the connection must not be used again. */
export function isConnectionLost(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || /^(08|57P)/.test(error.code ?? '');
}

/** What an error of pg, of Node's sockets or of its TLS says. */
interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly syscall: string;
  /** Of a file that cannot be opened. */
  readonly path: string;
  /** Of a socket that cannot be reached. */
  readonly address: string;
}

function describe(error: unknown): Trouble {
  const members = (error ?? {}) as Record<string, unknown>;
  const text = (name: string): string => (typeof members[name] === 'string' ? members[name] : '');
  // Of several addresses that were tried the first stands for all.
  const [first] = Array.isArray(members.errors) ? (members.errors as unknown[]) : [];
  if (first !== undefined && text('code') === '') return describe(first);
  return { code: text('code'), message: text('message'), syscall: text('syscall'), path: text('path'), address: text('address') };
}

function fromConnection({ code, message, syscall, path, address }: Trouble, cause: unknown): DatabaseError {
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

function fromServer(error: pg.DatabaseError): unknown {
  const code = error.code ?? '';
  const cause = error;
  if (/^(08|57P|53300)/.test(code))
    return new StoreUnavailableError('store_unreachable', `The database takes no connections at the moment: ${error.message}.`, {
      setting,
      cause,
    });
  if (code === '57014') return new StoreUnavailableError('store_timeout', 'The database took too long.', { setting, cause });
  if (/^(40001|40P01|55P03)$/.test(code))
    return new StoreUnavailableError('store_busy', 'The database is busy with the same rows.', { setting, cause });
  if (/^(53|54)/.test(code))
    return new StoreUnavailableError('store_full', 'The database server is out of disk or memory.', { setting, cause });
  if (code === '25006')
    return new StoreUnavailableError('store_read_only', 'The database is read-only.', { setting, fix: 'Name the primary server.', cause });
  if (/^XX00[12]$/.test(code))
    return new DatabaseError('database_corrupt', 'The database is damaged.', { setting, fix: 'Restore a backup.', cause });
  if (code === '42P01') return tableMissing(error.message, cause);
  if (/^(28|3D000|42501)/.test(code))
    return new DatabaseError('database_refused', `The database server refused: ${error.message}.`, {
      setting,
      fix: 'Check user, password, database and rights.',
      cause,
    });
  return error;
}
