-- As drizzle-kit generates it from schema.ts.
create table if not exists "people" (
  "id" integer primary key generated always as identity,
  "connection" text default 'default' not null,
  "issuer" text not null,
  "subject" text not null,
  "name" text,
  "username" text,
  "email" text,
  "email_verified" boolean default false not null,
  "plan" text default 'trial' not null,
  constraint "people_connection_issuer_subject_unique" unique ("connection","issuer", "subject")
);
