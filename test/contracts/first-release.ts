import { sql } from 'kysely';
import type { DatabaseSettings } from '../../packages/signin/src/config/settings.js';
import { openDatabase } from '../../packages/signin/src/database/open-database.js';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { DatabaseSync } from 'node:sqlite';
import { NodeSqliteDialect } from '../../packages/signin/src/database/sqlite.js';
import { openInstance, TestClock } from './instance.js';
import { type SignedInPerson, signIn } from './people.js';

/** What the first release's own migrations ran, to the letter, on SQLite and PostgreSQL alike. */
const statements = [
  `create table "migrations" ("name" text primary key, "applied_at" bigint not null)`,
  `create table "users" ("id" text primary key, "issuer" text not null, "subject" text not null, "name" text, "username" text, "email" text, "email_verified" integer not null, "first_sign_in_at" bigint not null, "last_sign_in_at" bigint not null, constraint "users_issuer_subject" unique ("issuer", "subject"))`,
  `create table "sessions" ("key" text primary key, "user_id" text not null references "users" ("id") on delete cascade, "issuer" text not null, "subject" text not null, "sid" text, "created_at" bigint not null, "seen_at" bigint not null, "expires_at" bigint not null, "address" text, "user_agent" text, "key_id" text not null, "version" integer not null, "data" text not null)`,
  `create index "sessions_user" on "sessions" ("user_id")`,
  `create index "sessions_sid" on "sessions" ("sid") where sid is not null`,
  `create index "sessions_seen" on "sessions" ("seen_at", "expires_at")`,
  `create table "session_tokens" ("session_key" text primary key references "sessions" ("key") on delete cascade, "sealed" text not null, "lease_owner" text, "lease_until" bigint)`,
  `create table "claimed_ids" ("key" text primary key, "expires_at" bigint not null)`,
  `create index "claimed_ids_expiry" on "claimed_ids" ("expires_at")`,
  `create table "audit_events" ("id" text primary key, "at" bigint not null, "kind" text not null, "reason" text, "user_id" text, "session_key" text, "address" text, "user_agent" text, "reference" text)`,
  `create index "audit_events_user" on "audit_events" ("user_id", "at")`,
  `create index "audit_events_at" on "audit_events" ("at")`,
  `create table "rate_limits" ("key" text primary key, "points" integer not null, "expire" bigint)`,
  `create index "rate_limits_expire" on "rate_limits" ("expire")`,
  ...['0001-users-and-sessions', '0002-audit-events', '0003-rate-limits'].map(
    (name) => `insert into "migrations" values ('${name}', 1795910400000)`,
  ),
];

/** Names of the first release's tables. */
export const firstTables = ['users', 'sessions', 'session_tokens', 'claimed_ids', 'audit_events', 'rate_limits'];

/** A database as the first release left it, with somebody signed in, and a table of the team's own as its guide had them make one. */
export async function makeFirstRelease(settings: DatabaseSettings): Promise<SignedInPerson> {
  const elsewhere = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  const person = await signIn(await openInstance(elsewhere, { kind: 'database' }, { clock: new TestClock() }), { sid: 'sid-1' });
  const db = openWithoutMigrating(settings);
  for (const statement of statements) await sql.raw(statement).execute(db);
  for (const table of ['users', 'sessions', 'session_tokens'])
    for (const row of (await sql`select * from ${sql.table(`signin_${table}`)}`.execute(elsewhere.kysely)).rows)
      await db.insertInto(table).values(asThen(row)).execute();
  await sql`insert into claimed_ids values ('claimed', ${Date.now() + 60_000})`.execute(db);
  await sql`insert into audit_events (id, at, kind, user_id) values ('event', ${Date.now()}, 'signed_in', ${person.user.id})`.execute(db);
  await sql`insert into rate_limits values ('192.0.2.7', 3, ${Date.now() + 60_000})`.execute(db);
  await sql`create table tasks (id text primary key, user_id text not null references users (id) on delete cascade)`.execute(db);
  await sql`insert into tasks values ('water the plants', ${person.user.id})`.execute(db);
  await elsewhere.close();
  await db.destroy();
  return person;
}

/** Without the columns that came later. */
function asThen(row: unknown): object {
  const later = ['connection', 'person_id'];
  return Object.fromEntries(Object.entries(row as object).filter(([name]) => !later.includes(name)));
}

export function openWithoutMigrating(settings: DatabaseSettings): Kysely<Record<string, Record<string, unknown>>> {
  if (settings.kind === 'sqlite') {
    const connection = new DatabaseSync(settings.file);
    return new Kysely({ dialect: new NodeSqliteDialect(connection) });
  }
  return new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: settings.url }) }) });
}
