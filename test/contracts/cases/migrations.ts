import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseSettings } from '../../../packages/signin/src/config/settings.js';
import type { Database } from '../../../packages/signin/src/database/database.js';
import { migrate } from '../../../packages/signin/src/database/migrate.js';
import { migrations } from '../../../packages/signin/src/database/migrations/list.js';
import { openDatabase } from '../../../packages/signin/src/database/open-database.js';
import { runProgram } from '../source-program.js';

/** `make` returns the settings of a new, empty database. */
export function migrationCases(make: () => Promise<DatabaseSettings>): void {
  it('is migrated once by ten processes that start together', async () => {
    const settings = await make();
    const program = `
      const { openDatabase } = await import(process.argv[1]);
      const database = await openDatabase(JSON.parse(process.argv[2]));
      await database.ping();
      await database.close();`;
    const ends = await Promise.all(
      Array.from({ length: 10 }, () => runProgram(program, 'database/open-database.ts', [JSON.stringify(settings)])),
    );
    expect(ends).toEqual(ends.map(() => ({ status: 0, output: '', errors: '' })));
    const database = await openDatabase(settings);
    expect(await database.kysely.selectFrom('users').selectAll().execute()).toEqual([]);
    await database.close();
  });

  it('of the first release goes on as it is, also for the first release itself', async () => {
    const settings = await make();
    await asTheFirstReleaseLeftIt(settings);
    const database = await openDatabase(settings);
    expect(await tablesOf(database)).not.toContain('signin_migrations');
    const ran: string[] = [];
    const next: Migration = { up: async () => void ran.push('next') };
    for (const start of ['first', 'second']) {
      await migrate(database.kysely, database.kind, (message) => ran.push(`${start}: ${message}`), { ...migrations, '0004-next': next });
    }
    expect(ran).toEqual(['next']);
    const record = await sql<{ name: string }>`select name from signin_migrations order by name`.execute(database.kysely);
    expect(record.rows.map(({ name }) => name)).toEqual([...Object.keys(migrations), '0004-next']);
    const first = await sql<{ name: string }>`select name from migrations order by name`.execute(database.kysely);
    expect(first.rows.map(({ name }) => name)).toEqual(Object.keys(migrations));
    await database.close();
  });

  it('starts with a warning when a newer release has only added to it', async () => {
    const settings = await make();
    await changedByANewerRelease(settings, 'alter table users add column locale text', 'create table teams (id text primary key)');
    const warnings: string[] = [];
    const database = await openDatabase(settings, (message) => warnings.push(message));
    expect(warnings).toEqual([
      expect.stringMatching(/by a newer release \(9999-newer\), which only added to it: this release works with it/),
    ]);
    await database.ping();
    await database.close();
  });

  it('is refused when a newer release took away from it, with what is missing', async () => {
    const settings = await make();
    await changedByANewerRelease(settings, 'alter table users rename column username to login');
    await expect(openDatabase(settings)).rejects.toMatchObject({
      name: 'DatabaseError',
      code: 'database_newer',
      setting: 'DATABASE_URL',
      message: expect.stringContaining('(9999-newer), and is no longer what this release needs: users.username is missing.') as unknown,
    });
  });
}

/** By the migrations of today, which a release never changes, and its own record of them. */
async function asTheFirstReleaseLeftIt(settings: DatabaseSettings): Promise<void> {
  const database = await openDatabase(settings);
  await sql`drop table signin_migrations`.execute(database.kysely);
  await sql`drop table signin_migrations_lock`.execute(database.kysely);
  await sql`create table migrations (name text primary key, applied_at bigint not null)`.execute(database.kysely);
  for (const name of Object.keys(migrations)) await sql`insert into migrations values (${name}, 1795910400000)`.execute(database.kysely);
  await database.close();
}

async function changedByANewerRelease(settings: DatabaseSettings, ...changes: string[]): Promise<void> {
  const database = await openDatabase(settings);
  const newer: Migration = {
    up: async (db: Kysely<unknown>) => {
      for (const change of changes) await sql.raw(change).execute(db);
    },
  };
  await migrate(database.kysely, database.kind, undefined, { ...migrations, '9999-newer': newer });
  await database.close();
}

async function tablesOf({ kysely }: Database): Promise<string[]> {
  return (await kysely.introspection.getTables()).map(({ name }) => name);
}
