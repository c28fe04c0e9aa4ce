import { sql, type Kysely } from 'kysely';
import { DatabaseError } from './errors.js';
import { migrations as ours, type Migration } from './migrations/list.js';

interface MigrationTable {
  migrations: { name: string; applied_at: number };
}

// Any fixed number does, as long as nothing else in the same database takes an advisory lock with it.
const advisoryLock = 7_283_115_402;

/**
 * Brings the database up to the newest migration, in one transaction: all or nothing.
 * Processes that start together wait for each other; those that come later find nothing to do.
 * `db` must have no statement timeout, and on SQLite begin its transactions with a write lock.
 * Throws DatabaseError `database_newer` when another release has changed the database, `migration_failed` when a step fails.
 */
export async function migrate<DB>(db: Kysely<DB>, kind: 'sqlite' | 'postgres', migrations: readonly Migration[] = ours): Promise<void> {
  if (await isUpToDate(db as unknown as Kysely<MigrationTable>, migrations)) return;
  await db.transaction().execute(async (transaction) => {
    const tx = transaction as unknown as Kysely<MigrationTable>;
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${advisoryLock})`.execute(tx);
    await tx.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('applied_at', 'bigint', (c) => c.notNull())
      .execute();
    const applied = await appliedTo(tx);
    refuseNewer(applied, migrations);
    for (const { name, up } of migrations) {
      if (applied.has(name)) continue;
      try {
        await up(transaction as unknown as Kysely<unknown>);
      } catch (cause) {
        if (cause instanceof DatabaseError) throw cause;
        throw new DatabaseError('migration_failed', `The database could not be changed for this release: migration ${name} failed.`, {
          setting: 'DATABASE_URL',
          fix: 'Nothing was changed; the cause is in the log.',
          cause,
        });
      }
      await tx.insertInto('migrations').values({ name, applied_at: Date.now() }).execute();
    }
  });
}

/** Most starts find nothing to do: they take no lock, and a database that is read-only for the moment serves them. */
async function isUpToDate(db: Kysely<MigrationTable>, migrations: readonly Migration[]): Promise<boolean> {
  const applied = await appliedTo(db).catch((error: unknown) => {
    if (error instanceof DatabaseError) throw error;
    // A new database has no such table.
    return new Set<string>();
  });
  refuseNewer(applied, migrations);
  return applied.size > 0 && migrations.every(({ name }) => applied.has(name));
}

async function appliedTo(db: Kysely<MigrationTable>): Promise<ReadonlySet<string>> {
  return new Set((await db.selectFrom('migrations').select('name').execute()).map((row) => row.name));
}

function refuseNewer(applied: ReadonlySet<string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...applied].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new DatabaseError(
    'database_newer',
    `The database that DATABASE_URL names was changed by a newer release (${unknown.join(', ')}).`,
    {
      setting: 'DATABASE_URL',
      fix: 'Start that release or a later one, or restore the backup that was made before it.',
    },
  );
}
