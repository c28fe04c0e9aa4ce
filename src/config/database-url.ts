import { SettingRefused } from './setting-refused.js';
import type { DatabaseSettings } from './settings.js';

/**
 * Reads `sqlite:data/app.db` (relative to the project), `sqlite:/var/lib/app.db`, `sqlite::memory:` `postgres://user:password@host/database` or, with a socket, `postgres://user:password@/database?host=/directory`.
 * The path is left as written.
 *
 * @throws SettingRefused
 */
export function readDatabaseUrl(text: string): DatabaseSettings {
  if (/^sqlite:/i.test(text)) {
    const file = text.slice('sqlite:'.length).replace(/^\/\/(?=\/|[^/]+)/, '');
    if (file === '' || file.endsWith('/') || /[\p{Cc}?#]/u.test(file)) {
      throw new SettingRefused('names no file', 'Write DATABASE_URL=sqlite:data/app.db, with a path that ends in a file name.');
    }
    return { kind: 'sqlite', file };
  }
  if (/^postgres(ql)?:\/\//i.test(text)) {
    refuseUnreadable(text);
    return { kind: 'postgres', url: text };
  }
  throw new SettingRefused(
    'names no database that is known here',
    'Write sqlite:data/app.db or postgres://user:password@host:5432/database.',
  );
}

function refuseUnreadable(text: string): void {
  // With the directory of a socket in place of a host, as Cloud SQL has it: postgres://user:password@/database?host=/cloudsql/instance
  const isSocket = /@\/[^?]*\?(.*&)?host=(\/|%2f)/i.test(text);
  if (!URL.canParse(isSocket ? text.replace('@/', '@localhost/') : text) || /[\s#]/.test(text)) {
    throw new SettingRefused(
      'is not a URL',
      'Write postgres://user:password@host:5432/database; in the password, percent-encode / ? # @ : and spaces (a # is %23).',
    );
  }
}
