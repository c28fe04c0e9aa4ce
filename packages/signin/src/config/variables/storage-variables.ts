import { z } from 'zod';
import { SettingRefused } from '../configuration-error.js';
import type { DatabaseSettings, SessionStoreSettings } from '../settings.js';
import { readBy } from './setting-schema.js';

/** Sessions, their life, and where they and the users are kept. */
export const storageVariables = z.object({
  SESSION_SECRET: readBy(readSessionSecrets).optional(),
  SESSION_IDLE_TIMEOUT: readBy(readDuration).optional(),
  SESSION_ABSOLUTE_TIMEOUT: readBy(readDuration).default(12 * 3600),
  DATABASE_URL: readBy(readDatabaseUrl).prefault('sqlite:data/app.db'),
  SESSION_STORE_URL: readBy(readSessionStoreUrl).default({ kind: 'database' }),
});

/** One or more secrets separated by commas, newest first. */
function readSessionSecrets(text: string): string[] {
  const secrets = text.split(',').map((secret) => secret.trim());
  if (!secrets.includes('')) return secrets;
  throw new SettingRefused('holds an empty secret', 'Write one or more secrets with single commas between, the newest first.');
}

const secondsPer: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Reads `90s`, `30m`, `12h` or `7d`.
 *
 * @returns Seconds, at least 1 and at most ten years.
 * @throws SettingRefused
 */
export function readDuration(text: string): number {
  const [, digits, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const seconds = Number(digits) * (secondsPer[unit ?? ''] ?? Number.NaN);
  if (!(seconds >= 1)) throw new SettingRefused('is not a length of time', 'Write a whole number and a unit: 90s, 30m, 12h or 7d.');
  if (seconds > 3650 * 86_400) throw new SettingRefused('is longer than ten years', 'Write a shorter time, such as 12h or 7d.');
  return seconds;
}

/**
 * Reads `sqlite:data/app.db` (relative to the project), `sqlite:/var/lib/app.db`, `sqlite::memory:` `postgres://user:password@host/database` or, with a socket, `postgres://user:password@/database?host=/directory`.
 * The path is left as written.
 *
 * @throws SettingRefused
 */
export function readDatabaseUrl(text: string): DatabaseSettings {
  if (/^sqlite:/i.test(text)) {
    const file = text.slice('sqlite:'.length).replace(/^\/\/(?=\/|[^/]+)/, '');
    if (file !== '' && !file.endsWith('/') && !/[\p{Cc}?#]/u.test(file)) return { kind: 'sqlite', file };
    throw new SettingRefused('names no file', 'Write DATABASE_URL=sqlite:data/app.db, with a path that ends in a file name.');
  }
  if (!/^postgres(ql)?:\/\//i.test(text)) {
    throw new SettingRefused(
      'names no database that is known here',
      'Write sqlite:data/app.db or postgres://user:password@host:5432/database.',
    );
  }
  // With the directory of a socket in place of a host, as Cloud SQL has it: postgres://user:password@/database?host=/cloudsql/instance
  const isSocket = /@\/[^?]*\?(.*&)?host=(\/|%2f)/i.test(text);
  if (URL.canParse(isSocket ? text.replace('@/', '@localhost/') : text) && !/[\s#]/.test(text)) return { kind: 'postgres', url: text };
  throw new SettingRefused(
    'is not a URL',
    'Write postgres://user:password@host:5432/database; in the password, percent-encode / ? # @ : and spaces (a # is %23).',
  );
}

/**
 * Reads where sessions live: `database`, `redis://host:6379/0`, or `rediss://` for TLS; Valkey speaks the same protocol.
 * A cluster is several addresses separated by commas, or one that begins with `redis+cluster://` (`rediss+cluster://`).
 *
 * @throws SettingRefused
 */
export function readSessionStoreUrl(text: string): SessionStoreSettings {
  if (text === 'database') return { kind: 'database' };
  // A comma inside a password is not a separator.
  const addresses = text.split(/\s*,\s*(?=rediss?(?:\+cluster)?:)/i);
  const urls = addresses.map((address) => address.replace(/^(rediss?)\+cluster:/i, '$1:'));
  if (urls.some((url) => !/^rediss?:\/\//i.test(url) || !URL.canParse(url) || /[\s#]/.test(url) || new URL(url).hostname === '')) {
    throw new SettingRefused(
      'holds something other than addresses of Redis',
      'Write redis://:password@host:6379 or rediss:// for TLS, for a cluster several with commas between; percent-encode / ? # @ : in the password.',
    );
  }
  const cluster = addresses.length > 1 || /^rediss?\+cluster:/i.test(text);
  if (cluster && urls.some((url) => !/^\/?0?$/.test(new URL(url).pathname))) {
    throw new SettingRefused('chooses a database number in a cluster', 'A cluster has database 0 only: remove the /number at the end.');
  }
  return { kind: 'redis', urls, cluster };
}
