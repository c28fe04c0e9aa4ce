import { types } from 'node:util';

/** Every cause for which a store can fail. Stable: pages, logs, metrics and tests name them. */
export type DatabaseErrorCode =
  // The store does not do its work at the moment: try again later.
  | 'store_unreachable'
  | 'store_timeout'
  | 'store_busy'
  | 'store_full'
  | 'store_read_only'
  // Somebody has to act first.
  | 'driver_missing'
  | 'database_refused'
  | 'database_tls'
  | 'database_pooler'
  | 'database_incomplete'
  | 'database_not_writable'
  | 'database_corrupt'
  | 'database_newer'
  | 'migration_failed';

/** The variable of the environment that says where the store is. */
export type StoreSetting = 'DATABASE_URL' | 'SESSION_STORE_URL';

interface Details {
  readonly setting: StoreSetting;
  /** What the operator can do, in one sentence. */
  readonly fix?: string | undefined;
  readonly cause?: unknown;
}

/** A store cannot be used. The message names the setting and the fix, and holds no password: it may be printed at start. */
export class DatabaseError extends Error {
  override readonly name: string = 'DatabaseError';
  /** HTTP status of a request that needed the store. */
  readonly status = 503;
  readonly setting: StoreSetting;
  readonly fix: string | undefined;

  constructor(
    readonly code: DatabaseErrorCode,
    message: string,
    details: Details,
  ) {
    super([message, details.fix].filter(Boolean).join(' '), { cause: details.cause });
    this.setting = details.setting;
    this.fix = details.fix;
  }
}

/** The store is down, too slow, full or read-only. It may recover by itself: nothing is lost and nobody is signed out. */
export class StoreUnavailableError extends DatabaseError {
  override readonly name = 'StoreUnavailableError';
}

/** For the import of what needs an optional package of npm: one that is not installed is named, and all else is thrown as it is. */
export function withoutDriver(setting: StoreSetting, name: string): (error: unknown) => never {
  return (cause) => {
    if (!/^(ERR_)?MODULE_NOT_FOUND$/.test(String((cause as { readonly code?: unknown } | null)?.code))) throw cause;
    throw new DatabaseError('driver_missing', `${setting} needs the package ${name}, which is not installed.`, {
      setting,
      fix: `npm install ${name}`,
      cause,
    });
  };
}

/** True for what a driver throws when it is used wrongly: a bug to be seen, not an outage. By name, since a driver may live in another realm. */
export function isMisuse(error: unknown): boolean {
  return !types.isNativeError(error) || /^(Type|Range|Syntax)Error$/.test(error.name);
}

/** A row of the tables that say what is the matter with a store. */
export interface Trouble {
  readonly code: DatabaseErrorCode;
  /** `{reason}` stands for what the store itself said. */
  readonly message: string;
  readonly fix?: string;
}

export function storeError({ code, message, fix }: Trouble, setting: StoreSetting, cause: unknown, reason = ''): DatabaseError {
  const Kind = code.startsWith('store_') ? StoreUnavailableError : DatabaseError;
  const text = message.replace('{reason}', () => reason);
  return new Kind(code, text, { setting, fix, cause });
}

export const tableMissing: Trouble = {
  code: 'database_incomplete',
  message: 'The database lacks a table: {reason}.',
  fix: 'Restore a backup, or begin anew with an empty database.',
};
