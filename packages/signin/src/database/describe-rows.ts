import type { Database } from './database.js';
import { printable } from './printable.js';

/** The newest rows of each table, for an operator who wants to see what is stored: keys, times and claims, but no sealed token. */
export async function describeRows({ kysely }: Database, limit: number): Promise<string> {
  const users = await kysely.selectFrom('signin_users').selectAll().orderBy('last_sign_in_at', 'desc').limit(limit).execute();
  const sessions = await kysely.selectFrom('signin_sessions').selectAll().orderBy('seen_at', 'desc').limit(limit).execute();
  const keys = sessions.map(({ key }) => key);
  const tokens = await kysely.selectFrom('signin_session_tokens').selectAll().where('session_key', 'in', keys).execute();
  const claimed = await kysely.selectFrom('signin_claimed_ids').selectAll().orderBy('expires_at', 'desc').limit(limit).execute();
  return Object.entries({ signin_users: users, signin_sessions: sessions, signin_session_tokens: tokens, signin_claimed_ids: claimed })
    .map(([name, rows]) => [name, ...(rows.length === 0 ? ['(empty)'] : rows.map(describeRow))].join('\n'))
    .join('\n\n');
}

function describeRow(row: object): string {
  const shown = Object.fromEntries(Object.entries(row).map(([column, value]) => [column, readable(column, value)]));
  return JSON.stringify(shown, undefined, 2).split('\n').map(printable).join('\n');
}

function readable(column: string, value: unknown): unknown {
  if (column === 'data' && typeof value === 'string') return JSON.parse(value);
  if (column === 'sealed' && typeof value === 'string') return withoutCiphertext(value);
  return column.endsWith('_at') && typeof value === 'number' ? new Date(value).toISOString() : value;
}

/** The id of the key, and how much it protects. */
function withoutCiphertext(sealed: string): string {
  const [keyId = '', ciphertext = ''] = sealed.split('.', 2);
  return `key ${keyId}, ${ciphertext.length} characters`;
}
