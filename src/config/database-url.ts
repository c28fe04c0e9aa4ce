import { SettingRefused } from './setting-refused.js';
import type { DatabaseSettings } from './settings.js';

/**
 * Reads `sqlite:data/app.db` (relative to the project), `sqlite:/var/lib/app.db`, `sqlite::memory:` or `postgres://user:password@host/database`.
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
  if (!URL.canParse(text) || /[\s#]/.test(text)) {
    throw new SettingRefused(
      'is not a URL',
      'Write postgres://user:password@host:5432/database; in the password, percent-encode / ? # @ : and spaces (a # is %23).',
    );
  }
}
