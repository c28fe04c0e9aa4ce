import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signin_audit_events')
    .ifNotExists()
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('user_id', 'text')
    .addColumn('session_key', 'text')
    .addColumn('address', 'text')
    .addColumn('user_agent', 'text')
    .addColumn('reference', 'text')
    .execute();
  // The latest of one person.
  await db.schema.createIndex('signin_audit_events_user').ifNotExists().on('signin_audit_events').columns(['user_id', 'at']).execute();
  // For removing what is old.
  await db.schema.createIndex('signin_audit_events_at').ifNotExists().on('signin_audit_events').column('at').execute();
}
