-- The tables of @fanlight/signin, for a team that makes them with migrations of its own: take this in, and it finds nothing left to do.
-- After an update take in what comes below the last part that you have. Written by npm run db:sql.
create table if not exists "signin_migrations" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);

-- 0001-users-and-sessions
create table if not exists "signin_users" ("id" text primary key, "issuer" text not null, "subject" text not null, "name" text, "username" text, "email" text, "email_verified" integer not null, "first_sign_in_at" bigint not null, "last_sign_in_at" bigint not null, constraint "signin_users_issuer_subject" unique ("issuer", "subject"));
create table if not exists "signin_sessions" ("key" text primary key, "user_id" text not null, "issuer" text not null, "subject" text not null, "sid" text, "created_at" bigint not null, "seen_at" bigint not null, "expires_at" bigint not null, "address" text, "user_agent" text, "key_id" text not null, "version" integer not null, "data" text not null);
create index if not exists "signin_sessions_user" on "signin_sessions" ("user_id");
create index if not exists "signin_sessions_subject" on "signin_sessions" ("subject", "issuer");
create index if not exists "signin_sessions_sid" on "signin_sessions" ("sid") where "sid" is not null;
create index if not exists "signin_sessions_seen" on "signin_sessions" ("seen_at", "expires_at");
create table if not exists "signin_session_tokens" ("session_key" text primary key references "signin_sessions" ("key") on delete cascade, "sealed" text not null, "lease_owner" text, "lease_until" bigint);
create table if not exists "signin_claimed_ids" ("key" text primary key, "expires_at" bigint not null);
create index if not exists "signin_claimed_ids_expiry" on "signin_claimed_ids" ("expires_at");
insert into "signin_migrations" values ('0001-users-and-sessions', '2026-12-01T00:00:00.000Z');

-- 0002-audit-events
create table if not exists "signin_audit_events" ("id" text primary key, "at" bigint not null, "kind" text not null, "reason" text, "user_id" text, "session_key" text, "address" text, "user_agent" text, "reference" text);
create index if not exists "signin_audit_events_user" on "signin_audit_events" ("user_id", "at");
create index if not exists "signin_audit_events_at" on "signin_audit_events" ("at");
insert into "signin_migrations" values ('0002-audit-events', '2026-12-01T00:00:00.000Z');

-- 0003-rate-limits
create table if not exists "signin_rate_limits" ("key" text primary key, "points" integer not null, "expire" bigint);
create index if not exists "signin_rate_limits_expire" on "signin_rate_limits" ("expire");
insert into "signin_migrations" values ('0003-rate-limits', '2026-12-01T00:00:00.000Z');

-- 0004-table-prefix
insert into "signin_migrations" values ('0004-table-prefix', '2026-12-01T00:00:00.000Z');

-- 0005-connections
alter table "signin_users" add column "connection" text default 'default' not null;
alter table "signin_sessions" add column "connection" text default 'default' not null;
alter table "signin_audit_events" add column "connection" text;
create index "signin_sessions_connection" on "signin_sessions" ("connection") where "connection" <> 'default';
insert into "signin_migrations" values ('0005-connections', '2026-12-01T00:00:00.000Z');

-- 0006-stored-connections
create table "signin_connections" ("id" text primary key, "label" text not null, "issuer" text not null, "organisation" text, "hidden" integer not null, "enabled" integer not null, "settings" text not null, "sealed" text not null, "version" integer not null);
create index "signin_connections_issuer" on "signin_connections" ("issuer");
create index "signin_connections_organisation" on "signin_connections" ("organisation");
create index "signin_connections_shown" on "signin_connections" ("hidden", "enabled", "label");
create table "signin_connection_domains" ("domain" text primary key, "connection" text not null references "signin_connections" ("id") on delete cascade);
create index "signin_connection_domains_connection" on "signin_connection_domains" ("connection");
insert into "signin_migrations" values ('0006-stored-connections', '2026-12-01T00:00:00.000Z');

-- 0007-identities
alter table "signin_users" add column "person_id" text references "signin_users" ("id") on delete cascade;
create index "signin_users_person" on "signin_users" ("person_id") where "person_id" is not null;
insert into "signin_migrations" values ('0007-identities', '2026-12-01T00:00:00.000Z');

-- 0008-connection-tokens
create table "signin_connection_tokens" ("hash" text primary key, "connection" text not null references "signin_connections" ("id") on delete cascade);
create index "signin_connection_tokens_connection" on "signin_connection_tokens" ("connection");
insert into "signin_migrations" values ('0008-connection-tokens', '2026-12-01T00:00:00.000Z');
