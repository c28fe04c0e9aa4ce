import type { Kysely } from 'kysely';

/** By which token of a directory a connection is found: SHA-256, base64url. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signin_connection_tokens')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('connection', 'text', (c) => c.notNull().references('signin_connections.id').onDelete('cascade'))
    .execute();
  await db.schema.createIndex('signin_connection_tokens_connection').on('signin_connection_tokens').column('connection').execute();
}
