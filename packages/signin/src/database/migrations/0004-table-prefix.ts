import { PostgresAdapter, sql, type Kysely } from 'kysely';
import * as usersAndSessions from './0001-users-and-sessions.js';
import * as auditEvents from './0002-audit-events.js';
import * as rateLimits from './0003-rate-limits.js';

const name = '0004-table-prefix';
const renamed = ['users', 'claimed_ids', 'audit_events', 'rate_limits'];
const indexes = ['claimed_ids_expiry', 'audit_events_user', 'audit_events_at', 'rate_limits_expire'];
const keys = ['users_pkey', 'users_issuer_subject', 'claimed_ids_pkey', 'audit_events_pkey', 'rate_limits_pkey'];
const sessionColumns = sql.raw(
  'key, user_id, issuer, subject, sid, created_at, seen_at, expires_at, address, user_agent, key_id, version, data',
);
const tokenColumns = sql.raw('session_key, sealed, lease_owner, lease_until');

/**
 * Gives the tables of the first release their prefix; in a new database they have it already. People are renamed, so that foreign keys of
 * others' tables follow them. Sessions are copied, since SQLite can take their foreign key to the people away in no other way.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const found = await db.introspection.getTables();
  const tables = new Set(found.map((table) => table.name));
  if (tables.has('signin_users') || !tables.has('users')) return;
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
  if (!isPostgres) await refuseOthersOnSessions(db);
  for (const table of renamed) if (tables.has(table)) await db.schema.alterTable(table).renameTo(`signin_${table}`).execute();
  for (const index of indexes) await db.schema.dropIndex(index).ifExists().execute();
  if (isPostgres) {
    for (const key of keys) await sql`alter index if exists ${sql.id(key)} rename to ${sql.id(`signin_${key}`)}`.execute(db);
  }
  // What is there already stays.
  for (const migration of [usersAndSessions, auditEvents, rateLimits]) await migration.up(db);
  await sql`insert into signin_sessions (${sessionColumns}) select ${sessionColumns} from sessions`.execute(db);
  await sql`insert into signin_session_tokens (${tokenColumns}) select ${tokenColumns} from session_tokens`.execute(db);
  await db.schema.dropTable('session_tokens').execute();
  await db.schema.dropTable('sessions').execute();
  // The first release reads this, and refuses to start on what it would not find its way in.
  const record = found.find((table) => table.name === 'migrations')?.columns.map((column) => column.name);
  if (record?.sort().join() === 'applied_at,name')
    await sql`insert into migrations (name, applied_at) values (${name}, ${Date.now()})`.execute(db);
}

/** SQLite would delete their rows with the sessions; PostgreSQL refuses by itself. */
async function refuseOthersOnSessions(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select t.name from sqlite_schema t join pragma_foreign_key_list(t.name) k where k."table" = 'sessions' and t.name <> 'session_tokens'
  `.execute(db);
  if (rows[0] !== undefined) throw new Error(`the table ${rows[0].name} has a foreign key to sessions: take it away first`);
}
