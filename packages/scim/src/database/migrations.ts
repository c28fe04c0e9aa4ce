import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const tables: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('signin_scim_users')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('connection', 'text', (c) => c.notNull())
      .addColumn('external_id', 'text')
      .addColumn('user_name', 'text', (c) => c.notNull())
      .addColumn('user_name_key', 'text', (c) => c.notNull())
      .addColumn('active', 'integer', (c) => c.notNull())
      .addColumn('attributes', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('changed_at', 'bigint', (c) => c.notNull())
      .addColumn('deleted_at', 'bigint')
      .execute();
    for (const column of ['user_name_key', 'external_id'])
      await db.schema
        .createIndex(`signin_scim_users_${column}`)
        .unique()
        .on('signin_scim_users')
        .columns(['connection', column])
        .where(sql.ref('deleted_at'), 'is', null)
        .execute();
    // For pages in a stable order.
    await db.schema.createIndex('signin_scim_users_order').on('signin_scim_users').columns(['connection', 'created_at', 'id']).execute();

    await db.schema
      .createTable('signin_scim_emails')
      .addColumn('user_id', 'text', (c) => c.notNull().references('signin_scim_users.id').onDelete('cascade'))
      .addColumn('email', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('signin_scim_emails_key', ['user_id', 'email'])
      .execute();
    await db.schema.createIndex('signin_scim_emails_email').on('signin_scim_emails').column('email').execute();

    await db.schema
      .createTable('signin_scim_groups')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('connection', 'text', (c) => c.notNull())
      .addColumn('external_id', 'text')
      .addColumn('display_name', 'text', (c) => c.notNull())
      .addColumn('display_name_key', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addUniqueConstraint('signin_scim_groups_name', ['connection', 'display_name_key'])
      .execute();

    await db.schema
      .createTable('signin_scim_members')
      .addColumn('group_id', 'text', (c) => c.notNull().references('signin_scim_groups.id').onDelete('cascade'))
      .addColumn('user_id', 'text', (c) => c.notNull().references('signin_scim_users.id').onDelete('cascade'))
      .addPrimaryKeyConstraint('signin_scim_members_key', ['group_id', 'user_id'])
      .execute();
    await db.schema.createIndex('signin_scim_members_user').on('signin_scim_members').column('user_id').execute();

    await db.schema
      .createTable('signin_scim_subjects')
      .addColumn('connection', 'text', (c) => c.notNull())
      .addColumn('external_id', 'text', (c) => c.notNull())
      .addColumn('issuer', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('signin_scim_subjects_key', ['connection', 'external_id', 'issuer', 'subject'])
      .execute();
  },
};

/** In the order in which they run. Add at the end; never change what has been released. */
const migrations: Readonly<Record<string, Migration>> = { '0001-people-and-groups': tables };

export const scimTables = {
  name: '@fanlight/scim',
  record: 'signin_scim_migrations',
  lock: 'signin_scim_migrations_lock',
  migrations,
} as const;
