import type { Kysely } from 'kysely';

/** The columns, and their order, that rate-limiter-flexible writes to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signin_rate_limits')
    .ifNotExists()
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('points', 'integer', (c) => c.notNull())
    .addColumn('expire', 'bigint')
    .execute();
  await db.schema.createIndex('signin_rate_limits_expire').ifNotExists().on('signin_rate_limits').column('expire').execute();
}
