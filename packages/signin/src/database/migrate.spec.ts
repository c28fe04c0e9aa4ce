import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { migrate } from './migrate.js';
import { NodeSqliteDialect } from './sqlite.js';

describe('migrations', () => {
  let ran: string[];
  let warned: string[];
  let db: Kysely<unknown>;
  const making = (table: string): Migration => ({
    up: async (tx: Kysely<unknown>) => {
      ran.push(table);
      await tx.schema.createTable(table).addColumn('id', 'text').execute();
    },
  });
  const run = (migrations: Record<string, Migration>): Promise<void> =>
    migrate(db, 'sqlite', (message) => warned.push(message), migrations);
  const tables = async (): Promise<string[]> =>
    (await db.introspection.getTables()).map(({ name }) => name).filter((name) => !name.startsWith('signin_'));

  beforeEach(() => {
    [ran, warned] = [[], []];
    db = new Kysely({ dialect: new NodeSqliteDialect(new DatabaseSync(':memory:')) });
  });
  afterEach(() => db.destroy());

  it('run in order, each once', async () => {
    await run({ '1': making('a') });
    ran = [];
    await run({ '2': making('b'), '1': making('a'), '3': making('c') });
    await run({ '2': making('b'), '1': making('a'), '3': making('c') });
    expect(ran.filter((table) => table !== 'a')).toEqual(['b', 'c']);
    expect((await tables()).sort()).toEqual(['a', 'b', 'c']);
  });

  it('run though a later one of the team itself was there before', async () => {
    await run({ '1': making('a'), '3-our-own': making('c') });
    await run({ '1': making('a'), '2-by-update': making('b'), '3-our-own': making('c') });
    expect((await tables()).sort()).toEqual(['a', 'b', 'c']);
  });

  it('change all or nothing, and name the one that failed', async () => {
    const broken: Migration = { up: () => Promise.reject(new Error('no such type: datetime')) };
    const attempt = run({ '1': making('a'), '2-broken': broken });
    await expect(attempt).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('2-broken failed (no such type: datetime). Nothing was changed.') as unknown,
    });
    expect(await tables()).toEqual([]);
    await run({ '1': making('a') });
    expect(await tables()).toEqual(['a']);
  });

  it('leave alone a table of another program that is called migrations', async () => {
    await db.schema.createTable('migrations').addColumn('id', 'integer').addColumn('name', 'text').execute();
    await run({ '1': making('a') });
    expect((await tables()).sort()).toEqual(['a', 'migrations']);
  });

  it('of a newer release that only added are no obstacle, and those of this one still run', async () => {
    await run({ '1': making('a'), '3-newer': making('c') });
    await run({ '1': making('a'), '2': making('b') });
    expect(warned).toEqual([expect.stringMatching(/newer release \(3-newer\), which only added to it: this release works with it\.$/)]);
    expect((await tables()).sort()).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['took a table away', 'alter table a rename to z', 'a is missing'],
    ['took a column away', 'alter table a rename column id to key', 'a.id is missing'],
    ['demands a new column', 'drop table a; create table a (id text, tenant text not null)', 'a.tenant must be filled'],
  ])('of a newer release that %s are an obstacle, which is named', async (_what, statement, lacking) => {
    const connection = new DatabaseSync(':memory:');
    const changed = new Kysely<unknown>({ dialect: new NodeSqliteDialect(connection) });
    await migrate(changed, 'sqlite', undefined, { '1': making('a'), '2-newer': { up: async () => connection.exec(statement) } });
    await expect(migrate(changed, 'sqlite', undefined, { '1': making('a') })).rejects.toMatchObject({
      name: 'DatabaseError',
      code: 'database_newer',
      message: expect.stringContaining(`is no longer what this release needs: ${lacking}. Start that release`) as unknown,
    });
    await changed.destroy();
  });
});
