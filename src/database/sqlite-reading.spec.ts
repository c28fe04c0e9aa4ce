import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './database.js';
import { openDatabase } from './open-database.js';
import { SqliteReading } from './sqlite-reading.js';

describe('Reading from SQLite without a promise', () => {
  let folder: string;
  let database: Database;
  let claims: SqliteReading<readonly [key: string]>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sqlite-reading-'));
    database = await openDatabase({ kind: 'sqlite', file: join(folder, 'app.db') });
    if (database.direct.kind !== 'sqlite') throw new Error('This is SQLite.');
    claims = new SqliteReading(database.direct, 'select key from claimed_ids where key >= ? order by key');
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const claim = (key: string, { kysely } = database) => kysely.insertInto('claimed_ids').values({ key, expires_at: 1 }).execute();

  it('sees what was committed, at once', async () => {
    await claim('a');
    await claim('b');
    expect([claims.first('a'), claims.first('c'), claims.all(['a'])]).toEqual([['a'], undefined, [['a'], ['b']]]);
  });

  it('sees nothing of a transaction that is under way, and all of it afterwards', async () => {
    await claim('a');
    await database.kysely.transaction().execute(async (tx) => {
      await tx.insertInto('claimed_ids').values({ key: 'b', expires_at: 1 }).execute();
      expect(claims.all(['a'])).toEqual([['a']]);
    });
    expect(claims.all(['a'])).toEqual([['a'], ['b']]);
  });

  it('sees what another process has committed', async () => {
    expect(claims.all(['a'])).toEqual([]);
    const other = await openDatabase({ kind: 'sqlite', file: join(folder, 'app.db') });
    await claim('a', other);
    expect(claims.all(['a'])).toEqual([['a']]);
    await other.close();
  });
});
