import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql, type TableMetadata } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { DatabaseError } from './errors.js';
import { migrations as ours } from './migrations/list.js';
import { NodeSqliteDialect } from './sqlite.js';

const table = 'signin_migrations';
const lockTable = 'signin_migrations_lock';
/** Where the first release kept its record: `name` and `applied_at`, in milliseconds. */
const firstTable = 'migrations';

interface Records {
  [table]: { name: string; timestamp: string };
  [firstTable]: { name: string; applied_at: number };
}

// Any fixed number does, as long as nothing else in the same database takes an advisory lock with it.
const advisoryLock = 7_283_115_402;

/**
 * Brings the database up to the newest migration with Kysely's Migrator, in one transaction: all or nothing.
 * Processes that start together wait for each other; those that come later find nothing to do, and take no lock.
 * A newer release may have added to the database: `warn` is told.
 * `database` must have no statement timeout, and on SQLite begin its transactions with a write lock.
 * Throws DatabaseError `database_newer` when another release took away what this one needs, `migration_failed` when a step fails.
 */
export async function migrate<DB>(
  database: Kysely<DB>,
  kind: 'sqlite' | 'postgres',
  warn: (message: string) => void = () => undefined,
  migrations: Readonly<Record<string, Migration>> = ours,
): Promise<void> {
  const db = database as unknown as Kysely<Records>;
  const done = await doneIn(db);
  const unknown = [...done.keys()].filter((name) => !(name in migrations));
  if (unknown.length > 0) {
    const known = Object.entries(migrations).filter(([name]) => done.has(name));
    warn(await judgeNewer(db, unknown, Object.fromEntries(known)));
  }
  if (Object.keys(migrations).every((name) => done.has(name))) return;
  await db.transaction().execute(async (tx) => {
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(advisoryLock)})`.execute(tx);
    await takeOverFirstRecord(tx);
    const known = await doneIn(tx);
    // The Migrator stops at names that it does not know.
    const others = [...known.keys()].filter((name) => !(name in migrations)).map((name) => [name, { up: async () => undefined }]);
    const migrator = new Migrator({
      db: tx,
      provider: { getMigrations: async () => ({ ...migrations, ...(Object.fromEntries(others) as Record<string, Migration>) }) },
      migrationTableName: table,
      migrationLockTableName: lockTable,
      // A team's own migration may have a later number than one that comes with an update.
      allowUnorderedMigrations: true,
    });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) throw failure(error, results?.find(({ status }) => status === 'Error')?.migrationName);
  });
}

/** The migrations that were done, with when (milliseconds). */
async function doneIn(db: Kysely<Records>): Promise<ReadonlyMap<string, number>> {
  const tables = await db.introspection.getTables();
  if (tables.some(({ name }) => name === table)) {
    const rows = await db.selectFrom(table).select(['name', 'timestamp']).execute();
    return new Map(rows.map(({ name, timestamp }) => [name, Date.parse(timestamp)]));
  }
  const columns = tables.find(({ name }) => name === firstTable)?.columns.map(({ name }) => name);
  // Other programs call a table like that, too.
  if (columns?.sort().join() !== 'applied_at,name') return new Map();
  const rows = await db.selectFrom(firstTable).select(['name', 'applied_at']).execute();
  return new Map(rows.map(({ name, applied_at }) => [name, applied_at]));
}

/** The first release's own record stays, so that one that is started by mistake finds in there that it is too old. */
async function takeOverFirstRecord(tx: Kysely<Records>): Promise<void> {
  if ((await tx.introspection.getTables()).some(({ name }) => name === table)) return;
  const done = await doneIn(tx);
  await tx.schema
    .createTable(table)
    .addColumn('name', 'varchar(255)', (column) => column.notNull().primaryKey())
    .addColumn('timestamp', 'varchar(255)', (column) => column.notNull())
    .execute();
  const rows = [...done].map(([name, at]) => ({ name, timestamp: new Date(at).toISOString() }));
  if (rows.length > 0) await tx.insertInto(table).values(rows).execute();
}

async function judgeNewer(
  db: Kysely<Records>,
  unknown: readonly string[],
  doneOfOurs: Readonly<Record<string, Migration>>,
): Promise<string> {
  const changed = `The database that DATABASE_URL names was changed by a newer release (${unknown.join(', ')})`;
  const lacking = await lackingFor(db, doneOfOurs);
  if (lacking.length === 0) return `${changed}, which only added to it: this release works with it.`;
  throw new DatabaseError('database_newer', `${changed}, and is no longer what this release needs: ${lacking.join(', ')}.`, {
    setting: 'DATABASE_URL',
    fix: 'Start that release or a later one, or restore the backup that was made before it.',
  });
}

function failure(cause: unknown, name: string | undefined): unknown {
  if (cause instanceof DatabaseError) return cause;
  const what = name === undefined ? 'the record of its migrations cannot be used' : `migration ${name} failed`;
  const why = String((cause as { message?: unknown }).message);
  return new DatabaseError('migration_failed', `The database could not be changed for this release: ${what} (${why}).`, {
    setting: 'DATABASE_URL',
    fix: 'Nothing was changed.',
    cause,
  });
}

/**
 * What `migrations` make and `db` does not have, and columns in `db` that would have to be filled: empty when newer migrations only added.
 * Each as `table.column`, with what is the matter.
 */
async function lackingFor<DB>(db: Kysely<DB>, migrations: Readonly<Record<string, Migration>>): Promise<string[]> {
  const found = await db.introspection.getTables();
  return (await tablesOf(migrations)).flatMap((needed) => {
    const table = found.find(({ name }) => name === needed.name);
    return table === undefined ? [`${needed.name} is missing`] : compare(needed, table);
  });
}

function compare(needed: TableMetadata, found: TableMetadata): string[] {
  const has = ({ columns }: TableMetadata, name: string): boolean => columns.some((column) => column.name === name);
  const missing = needed.columns.filter(({ name }) => !has(found, name)).map(({ name }) => `${needed.name}.${name} is missing`);
  const demanded = found.columns
    .filter(({ name, isNullable, hasDefaultValue }) => !has(needed, name) && !isNullable && !hasDefaultValue)
    .map(({ name }) => `${needed.name}.${name} must be filled`);
  return [...missing, ...demanded];
}

/** By making them, so that they are written down once. */
async function tablesOf(migrations: Readonly<Record<string, Migration>>): Promise<TableMetadata[]> {
  const sample = new Kysely<unknown>({ dialect: new NodeSqliteDialect(new DatabaseSync(':memory:')) });
  try {
    for (const migration of Object.values(migrations)) await migration.up(sample);
    return await sample.introspection.getTables();
  } finally {
    await sample.destroy();
  }
}
