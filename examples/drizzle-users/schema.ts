import { boolean, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';

/** Whoever has an account here, with what only this application knows of them. */
export const people = pgTable(
  'people',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    connection: text().notNull().default('default'),
    issuer: text().notNull(),
    subject: text().notNull(),
    name: text(),
    username: text(),
    email: text(),
    emailVerified: boolean('email_verified').notNull().default(false),
    plan: text().notNull().default('trial'),
  },
  (table) => [unique().on(table.connection, table.issuer, table.subject)],
);
