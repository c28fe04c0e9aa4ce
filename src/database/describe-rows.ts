import type { Database } from './database.js';
import { printable } from './printable.js';

/** The newest rows of each table, for an operator who wants to see what is stored: keys, times and claims, but no sealed token. */
export async function describeRows({ kysely }: Database, limit: number): Promise<string> {
  const users = await kysely.selectFrom('users').selectAll().orderBy('last_sign_in_at', 'desc').limit(limit).execute();
  const sessions = await kysely.selectFrom('sessions').selectAll().orderBy('seen_at', 'desc').limit(limit).execute();
  const tokens = await kysely
    .selectFrom('session_tokens')
    .selectAll()
    .where(
      'session_key',
      'in',
      sessions.map(({ key }) => key),
    )
    .execute();
  const claimed = await kysely.selectFrom('claimed_ids').selectAll().orderBy('expires_at', 'desc').limit(limit).execute();
  return [
    table(
      'users',
      users.map((row) => ({ ...row, first_sign_in_at: time(row.first_sign_in_at), last_sign_in_at: time(row.last_sign_in_at) })),
    ),
    table(
      'sessions',
      sessions.map((row) => ({
        ...row,
        created_at: time(row.created_at),
        seen_at: time(row.seen_at),
        expires_at: time(row.expires_at),
        data: JSON.parse(row.data) as object,
      })),
    ),
    table(
      'session_tokens',
      tokens.map((row) => ({ ...row, sealed: withoutCiphertext(row.sealed) })),
    ),
    table(
      'claimed_ids',
      claimed.map((row) => ({ ...row, expires_at: time(row.expires_at) })),
    ),
  ].join('\n\n');
}

function table(name: string, rows: readonly object[]): string {
  return (
    [name, ...rows.map((row) => JSON.stringify(row, undefined, 2).split('\n').map(printable).join('\n'))].join('\n') +
    (rows.length === 0 ? '\n(empty)' : '')
  );
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The id of the key, and how much it protects. */
function withoutCiphertext(sealed: string): string {
  const [keyId = '', ciphertext = ''] = sealed.split('.', 2);
  return `key ${keyId}, ${ciphertext.length} characters`;
}
