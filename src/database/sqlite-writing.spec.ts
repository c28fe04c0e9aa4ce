import { setImmediate as nextTurn } from 'node:timers/promises';
import type { InsertResult } from 'kysely';
import type { Database, DirectSqlite } from './database.js';
import { StoreUnavailableError } from './errors.js';
import { openDatabase } from './open-database.js';
import { PreparedWrite } from './prepared-write.js';

describe('Writing to SQLite at once', () => {
  let database: Database;
  let writer: DirectSqlite['writer'];
  let claim: PreparedWrite<InsertResult>;

  beforeEach(async () => {
    database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
    if (database.direct.kind !== 'sqlite') throw new Error('This is SQLite.');
    writer = database.direct.writer;
    claim = new PreparedWrite(database, 'claim', database.kysely.insertInto('claimed_ids').values({ key: '', expires_at: 0 }));
  });
  afterEach(() => database.close());

  const claimed = async () =>
    (await database.kysely.selectFrom('claimed_ids').select('key').orderBy('key').execute()).map(({ key }) => key);

  it('is done when the call comes back', async () => {
    const written = claim.execute('one', 1);
    expect(writer.prepare('select key from claimed_ids').all()).toEqual([{ key: 'one' }]);
    expect(await written).toEqual([]);
  });

  it('waits for a transaction that is between two statements, and outlives its rollback', async () => {
    let beside: Promise<unknown> | undefined;
    const transaction = database.kysely.transaction().execute(async (tx) => {
      await tx.insertInto('claimed_ids').values({ key: 'within', expires_at: 1 }).execute();
      expect(writer.free).toBe(false);
      beside = claim.execute('beside', 1);
      await nextTurn();
      throw new Error('thought better of it');
    });
    await expect(transaction).rejects.toThrow('thought better of it');
    await beside;
    expect(await claimed()).toEqual(['beside']);
    expect(writer.free).toBe(true);
  });

  it('waits while the connection is withheld', async () => {
    let beside: Promise<unknown> | undefined;
    await database.kysely.connection().execute(() =>
      writer.withhold(async () => {
        beside = claim.execute('beside', 1);
        await nextTurn();
        expect(writer.prepare('select key from claimed_ids').all()).toEqual([]);
      }),
    );
    await beside;
    expect(await claimed()).toEqual(['beside']);
    expect(writer.free).toBe(true);
  });

  it('leaves nothing of a transaction of which a part fails, and the next one works', async () => {
    const insert = writer.prepare('insert into claimed_ids (key, expires_at) values (?, 1)');
    const twice = (key: string, other: string) => () => writer.transact(() => [key, other].forEach((id) => insert.run(id)));
    expect(twice('one', 'one')).toThrow(/UNIQUE/);
    twice('two', 'three')();
    expect(await claimed()).toEqual(['three', 'two']);
  });

  it('throws our own errors, as through Kysely', async () => {
    writer.prepare('pragma query_only = on').run();
    await expect(claim.execute('one', 1)).rejects.toMatchObject({ code: 'store_read_only' });
    expect(() => writer.transact(() => undefined)).toThrow(StoreUnavailableError);
  });
});
