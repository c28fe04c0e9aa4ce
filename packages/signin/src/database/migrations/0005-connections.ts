import { type Kysely, sql } from 'kysely';

/** By which connection somebody signed in; what an older release wrote, and writes beside this one, is of the default one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['signin_users', 'signin_sessions'])
    await db.schema
      .alterTable(table)
      .addColumn('connection', 'text', (c) => c.notNull().defaultTo('default'))
      .execute();
  await db.schema.alterTable('signin_audit_events').addColumn('connection', 'text').execute();
  // For ending all sessions of one; those of the default one are all there are, or are never ended so.
  await db.schema
    .createIndex('signin_sessions_connection')
    .on('signin_sessions')
    .column('connection')
    .where(sql.ref('connection'), '<>', sql.lit('default'))
    .execute();
}
