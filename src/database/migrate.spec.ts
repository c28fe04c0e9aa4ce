import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { migrate } from './migrate.js';
import type { Migration } from './migrations/list.js';
import { NodeSqliteDialect } from './sqlite-dialect.js';

describe('migrations', () => {
  let ran: string[];
  let db: Kysely<unknown>;
  const migration = (name: string, table: string): Migration => ({
    name,
    up: async (tx) => {
      ran.push(name);
      await tx.schema.createTable(table).addColumn('id', 'text').execute();
    },
  });
  const tables = async (): Promise<string[]> => (await db.introspection.getTables()).map(({ name }) => name).sort();

  beforeEach(() => {
    ran = [];
    db = new Kysely({ dialect: new NodeSqliteDialect(new DatabaseSync(':memory:')) });
  });
  afterEach(() => db.destroy());

  it('run in order, each once', async () => {
    const [first, second] = [migration('1', 'a'), migration('2', 'b')];
    await migrate(db, 'sqlite', [first]);
    await migrate(db, 'sqlite', [first, second]);
    await migrate(db, 'sqlite', [first, second]);
    expect(ran).toEqual(['1', '2']);
    expect(await tables()).toEqual(['a', 'b', 'migrations']);
  });

  it('change all or nothing, and name the one that failed', async () => {
    const broken: Migration = { name: '2-broken', up: () => Promise.reject(new Error('no')) };
    const attempt = migrate(db, 'sqlite', [migration('1', 'a'), broken]);
    await expect(attempt).rejects.toMatchObject({ code: 'migration_failed', message: expect.stringContaining('2-broken') as unknown });
    expect(await tables()).toEqual([]);
    await migrate(db, 'sqlite', [migration('1', 'a')]);
    expect(await tables()).toEqual(['a', 'migrations']);
  });

  it('refuse a database that knows more of them', async () => {
    await migrate(db, 'sqlite', [migration('1', 'a'), migration('2', 'b')]);
    await expect(migrate(db, 'sqlite', [migration('1', 'a'), migration('3', 'c')])).rejects.toMatchObject({
      name: 'DatabaseError',
      code: 'database_newer',
    });
    expect(await tables()).not.toContain('c');
  });
});
