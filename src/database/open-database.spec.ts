import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openDatabase } from './open-database.js';

describe('A database on SQLite', () => {
  it('lets nobody write at once while another thread begins its log anew', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'open-database-'));
    const database = await openDatabase({ kind: 'sqlite', file: join(folder, 'app.db') });
    const { direct } = database;
    if (direct.kind !== 'sqlite' || !direct.checkpoints) throw new Error('This is SQLite, in a file.');
    let over = false;
    const running = direct.checkpoints.run().finally(() => (over = true));
    const seen = new Set<boolean>();
    for (; !over; await nextTurn()) seen.add(direct.writer.free);
    await running;
    expect([...seen]).toEqual([true, false]);
    expect(direct.writer.free).toBe(true);
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
