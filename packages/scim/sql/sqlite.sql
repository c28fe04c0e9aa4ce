-- The tables of @fanlight/scim, for a team that makes them with migrations of its own: take this in, and it finds nothing left to do.
-- After an update take in what comes below the last part that you have. Written by npm run db:sql.
create table if not exists "signin_scim_migrations" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);

create table if not exists "signin_scim_migrations_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);

-- 0001-people-and-groups
create table "signin_scim_users" ("id" text primary key, "connection" text not null, "external_id" text, "user_name" text not null, "user_name_key" text not null, "active" integer not null, "attributes" text not null, "created_at" bigint not null, "changed_at" bigint not null, "deleted_at" bigint);
create unique index "signin_scim_users_user_name_key" on "signin_scim_users" ("connection", "user_name_key") where "deleted_at" is null;
create unique index "signin_scim_users_external_id" on "signin_scim_users" ("connection", "external_id") where "deleted_at" is null;
create index "signin_scim_users_order" on "signin_scim_users" ("connection", "created_at", "id");
create table "signin_scim_emails" ("user_id" text not null references "signin_scim_users" ("id") on delete cascade, "email" text not null, constraint "signin_scim_emails_key" primary key ("user_id", "email"));
create index "signin_scim_emails_email" on "signin_scim_emails" ("email");
create table "signin_scim_groups" ("id" text primary key, "connection" text not null, "external_id" text, "display_name" text not null, "display_name_key" text not null, "created_at" bigint not null, constraint "signin_scim_groups_name" unique ("connection", "display_name_key"));
create table "signin_scim_members" ("group_id" text not null references "signin_scim_groups" ("id") on delete cascade, "user_id" text not null references "signin_scim_users" ("id") on delete cascade, constraint "signin_scim_members_key" primary key ("group_id", "user_id"));
create index "signin_scim_members_user" on "signin_scim_members" ("user_id");
create table "signin_scim_subjects" ("connection" text not null, "external_id" text not null, "issuer" text not null, "subject" text not null, constraint "signin_scim_subjects_key" primary key ("connection", "external_id", "issuer", "subject"));
insert into "signin_scim_migrations" values ('0001-people-and-groups', '2026-12-01T00:00:00.000Z');
