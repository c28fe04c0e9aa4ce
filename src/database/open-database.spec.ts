import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, DirectSqlite } from './database.js';
import { openDatabase } from './open-database.js';

describe('A database on SQLite', () => {
  let folder: string;
  let database: Database;
  let direct: DirectSqlite;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'open-database-'));
    database = await openDatabase({ kind: 'sqlite', file: join(folder, 'app.db') });
    if (database.direct.kind !== 'sqlite') throw new Error('This is SQLite.');
    direct = database.direct;
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lets nobody write at once while another thread begins its log anew', async () => {
    expect(await freedomDuring(direct.background?.checkpoint())).toEqual([true, false]);
    expect(direct.writer.free).toBe(true);
  });

  it('deletes many rows on another thread, and lets nobody write at once meanwhile', async () => {
    const { kysely } = database;
    await kysely
      .insertInto('claimed_ids')
      .values(['one', 'two', 'three'].map((key) => ({ key, expires_at: 1 })))
      .execute();
    const deleting = database.deleteMany(kysely.deleteFrom('claimed_ids').where('key', '<>', 'one'));
    expect(await freedomDuring(deleting)).toContain(false);
    expect(await deleting).toBe(2);
    expect(await kysely.selectFrom('claimed_ids').select('key').execute()).toEqual([{ key: 'one' }]);
  });

  async function freedomDuring(work: Promise<unknown> | undefined): Promise<boolean[]> {
    let over = false;
    const running = work?.finally(() => (over = true));
    const seen = new Set<boolean>();
    for (; !over; await nextTurn()) seen.add(direct.writer.free);
    await running;
    return [...seen];
  }
});
