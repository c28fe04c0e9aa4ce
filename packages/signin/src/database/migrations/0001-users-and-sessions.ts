import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signin_users')
    .ifNotExists()
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('name', 'text')
    .addColumn('username', 'text')
    .addColumn('email', 'text')
    .addColumn('email_verified', 'integer', (c) => c.notNull())
    .addColumn('first_sign_in_at', 'bigint', (c) => c.notNull())
    .addColumn('last_sign_in_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('signin_users_issuer_subject', ['issuer', 'subject'])
    .execute();

  await db.schema
    .createTable('signin_sessions')
    .ifNotExists()
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('sid', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('address', 'text')
    .addColumn('user_agent', 'text')
    .addColumn('key_id', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('signin_sessions_user').ifNotExists().on('signin_sessions').column('user_id').execute();
  await db.schema.createIndex('signin_sessions_subject').ifNotExists().on('signin_sessions').columns(['subject', 'issuer']).execute();
  await db.schema
    .createIndex('signin_sessions_sid')
    .ifNotExists()
    .on('signin_sessions')
    .column('sid')
    .where(sql.ref('sid'), 'is not', null)
    .execute();
  // For sweeping, and for counting without reading the rows.
  await db.schema.createIndex('signin_sessions_seen').ifNotExists().on('signin_sessions').columns(['seen_at', 'expires_at']).execute();

  await db.schema
    .createTable('signin_session_tokens')
    .ifNotExists()
    .addColumn('session_key', 'text', (c) => c.primaryKey().references('signin_sessions.key').onDelete('cascade'))
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint')
    .execute();

  await db.schema
    .createTable('signin_claimed_ids')
    .ifNotExists()
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('signin_claimed_ids_expiry').ifNotExists().on('signin_claimed_ids').column('expires_at').execute();
}
