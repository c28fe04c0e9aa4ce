import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DatabaseSettings } from '../../../packages/signin/src/config/settings.js';
import type { Database } from '../../../packages/signin/src/database/database.js';
import { migrate } from '../../../packages/signin/src/database/migrate.js';
import { migrations } from '../../../packages/signin/src/database/migrations/list.js';
import { openDatabase } from '../../../packages/signin/src/database/open-database.js';
import { firstTables, makeFirstRelease, openWithoutMigrating } from '../first-release.js';
import { openInstance } from '../instance.js';
import { signIn } from '../people.js';
import { schemaSql } from '../../../packages/signin/src/database/schema-sql.js';
import { ScimDatabase } from '../../../packages/scim/src/database/scim-database.js';
import { scimTables } from '../../../packages/scim/src/database/migrations.js';
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
    expect(await database.kysely.selectFrom('signin_users').selectAll().execute()).toEqual([]);
    await database.close();
  });

  it('of the first release gets the prefix and keeps every row, and whoever was signed in stays so', async () => {
    const settings = await make();
    const person = await makeFirstRelease(settings);
    const database = await openDatabase(settings);
    const app = await openInstance(database, { kind: 'database' });
    expect(await app.sessions.read(person.cookie)).toEqual(person.session);
    expect(await app.sessions.tokens(person.session.key)).toEqual({ accessToken: 'access-1', refreshToken: 'refresh-1' });
    expect(await app.users.find(person.user.issuer, person.user.subject)).toEqual(person.user);
    for (const table of firstTables)
      expect((await sql`select * from ${sql.table(`signin_${table}`)}`.execute(database.kysely)).rows).toHaveLength(1);
    expect((await tablesOf(database)).filter((name) => firstTables.includes(name))).toEqual([]);

    // The team's own row still belongs to its person.
    await expect(sql`insert into tasks values ('fly', 'nobody')`.execute(database.kysely)).rejects.toThrow(/foreign key/i);
    await sql`delete from signin_users`.execute(database.kysely);
    expect((await sql`select * from tasks`.execute(database.kysely)).rows).toEqual([]);
    await database.close();
  });

  it('of the first release becomes what a new one is', async () => {
    const [old, fresh] = [await make(), await make()];
    await makeFirstRelease(old);
    const schemas = [];
    for (const settings of [old, fresh]) {
      const database = await openDatabase(settings);
      schemas.push(await schemaOf(database));
      await database.close();
    }
    expect(schemas[0]).toEqual(schemas[1]);
  });

  it('that was made by the SQL that comes along is what one is that migrates itself, and is not changed again', async () => {
    const [bySql, byItself] = [await make(), await make()];
    const file = join(import.meta.dirname, `../../../packages/signin/sql/${bySql.kind}.sql`);
    const text = await readFile(file, 'utf8');
    expect(text).toBe(await schemaSql(bySql.kind));
    const theirs = openWithoutMigrating(bySql);
    for (const statement of text.split(/;\n/)) if (/^(?!--)./m.test(statement)) await sql.raw(statement).execute(theirs);
    await theirs.destroy();
    const schemas = [];
    for (const settings of [bySql, byItself]) {
      const database = await openDatabase(settings);
      expect((await tablesOf(database)).includes('signin_migrations_lock')).toBe(settings === byItself);
      await database.kysely.schema.dropTable('signin_migrations_lock').ifExists().execute();
      await signIn(await openInstance(database, { kind: 'database' }));
      schemas.push(await schemaOf(database));
      await database.close();
    }
    expect(schemas[0]).toEqual(schemas[1]);
  });

  it('gets the tables of provisioning from the SQL that comes along as @fanlight/scim makes them, which then makes none', async () => {
    const text: Partial<Record<DatabaseSettings['kind'], string>> = {};
    const schemas = [];
    for (const isBySql of [true, false]) {
      const database = await openDatabase(await make());
      const { kysely, kind } = database;
      text[kind] ??= await readFile(join(import.meta.dirname, `../../../packages/scim/sql/${kind}.sql`), 'utf8');
      expect(text[kind]).toBe(await schemaSql(kind, scimTables));
      if (isBySql)
        for (const statement of text[kind].split(/;\n/)) if (/^(?!--)./m.test(statement)) await sql.raw(statement).execute(kysely);
      schemas.push(...(isBySql ? [await schemaOf(database)] : []));
      const db = await new ScimDatabase(database).ready();
      expect(await db.selectFrom('signin_scim_users').selectAll().execute()).toEqual([]);
      const record = await sql<{ timestamp: string }>`select timestamp from signin_scim_migrations`.execute(kysely);
      expect(record.rows.map(({ timestamp }) => timestamp === '2026-12-01T00:00:00.000Z')).toEqual([isBySql]);
      schemas.push(await schemaOf(database));
      await database.close();
    }
    for (const schema of schemas) expect(schema).toEqual(schemas[0]);
  });

  it('is migrated after that no more, and the first release is told that it is too old for it', async () => {
    const settings = await make();
    await makeFirstRelease(settings);
    await (await openDatabase(settings)).close();
    const database = await openDatabase(settings);
    const ran: string[] = [];
    const next: Migration = { up: async () => void ran.push('next') };
    for (const start of ['first', 'second']) {
      await migrate(database.kysely, database.kind, (message) => ran.push(`${start}: ${message}`), { ...migrations, '9999-next': next });
    }
    expect(ran).toEqual(['next']);
    const record = await sql<{ name: string }>`select name from signin_migrations order by name`.execute(database.kysely);
    expect(record.rows.map(({ name }) => name)).toEqual([...Object.keys(migrations), '9999-next']);
    // It refuses to start on a name in here that it does not know.
    const first = await sql<{ name: string }>`select name from migrations order by name`.execute(database.kysely);
    expect(first.rows.map(({ name }) => name)).toEqual(Object.keys(migrations).filter((name) => name <= '0004-table-prefix'));
    await database.close();
  });

  it('is shared with another program that has tables of those names', async () => {
    const settings = await make();
    const theirs = openWithoutMigrating(settings);
    for (const table of [...firstTables, 'migrations']) await theirs.schema.createTable(table).addColumn('theirs', 'text').execute();
    await theirs.destroy();
    const database = await openDatabase(settings);
    await signIn(await openInstance(database, { kind: 'database' }));
    for (const table of [...firstTables, 'migrations'])
      expect((await sql`select theirs from ${sql.table(table)}`.execute(database.kysely)).rows).toEqual([]);
    await database.close();
  });

  it('starts with a warning when a newer release has only added to it', async () => {
    const settings = await make();
    await changedByANewerRelease(settings, 'alter table signin_users add column locale text', 'create table teams (id text primary key)');
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
    await changedByANewerRelease(settings, 'alter table signin_users rename column username to login');
    await expect(openDatabase(settings)).rejects.toMatchObject({
      name: 'DatabaseError',
      code: 'database_newer',
      setting: 'DATABASE_URL',
      message: expect.stringContaining(
        '(9999-newer), and is no longer what this release needs: signin_users.username is missing.',
      ) as unknown,
    });
  });
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

/** Of our tables: each column, constraint and index. */
async function schemaOf({ kysely, kind }: Database): Promise<unknown> {
  const query =
    kind === 'sqlite'
      ? sql`select name, sql from sqlite_schema where name like 'signin%' order by name`
      : sql`select 'index' as kind, indexname as name, indexdef as definition from pg_indexes where tablename like 'signin%'
            union all select 'constraint', conname, pg_get_constraintdef(oid) from pg_constraint
              where conrelid::regclass::text like 'signin%' and contype <> 'n'
            union all select table_name, column_name, concat(data_type, is_nullable) from information_schema.columns where table_name like 'signin%'
            order by 1, 2`;
  // SQLite keeps the name of the one constraint as it was.
  return JSON.parse(
    JSON.stringify((await query.execute(kysely)).rows).replaceAll('signin_users_issuer_subject', 'users_issuer_subject'),
  ) as unknown;
}
