import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signin_connections')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('organisation', 'text')
    .addColumn('hidden', 'integer', (c) => c.notNull())
    .addColumn('enabled', 'integer', (c) => c.notNull())
    .addColumn('settings', 'text', (c) => c.notNull())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('signin_connections_issuer').on('signin_connections').column('issuer').execute();
  await db.schema.createIndex('signin_connections_organisation').on('signin_connections').column('organisation').execute();
  await db.schema.createIndex('signin_connections_shown').on('signin_connections').columns(['hidden', 'enabled', 'label']).execute();

  await db.schema
    .createTable('signin_connection_domains')
    .addColumn('domain', 'text', (c) => c.primaryKey())
    .addColumn('connection', 'text', (c) => c.notNull().references('signin_connections.id').onDelete('cascade'))
    .execute();
  await db.schema.createIndex('signin_connection_domains_connection').on('signin_connection_domains').column('connection').execute();
}
