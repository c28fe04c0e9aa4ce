import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSqlite } from './open-sqlite.js';
import { SqliteCheckpoints } from './sqlite-checkpoints.js';

describe('Checkpoints of SQLite', () => {
  let folder: string;
  let file: string;
  let database: DatabaseSync;
  let changes: number;
  const atOnce = (work: () => Promise<void>) => work();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
    file = join(folder, 'app.db');
    database = openSqlite(file);
    database.exec('pragma wal_autocheckpoint = 0; create table notes (text text)');
    changes = 0;
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('bring what is committed from the log into the file, again and again', async () => {
    const checkpoints = new SqliteCheckpoints(file, () => changes, atOnce);
    for (const text of ['first', 'second']) {
      await checkpoints.run();
      database.prepare('insert into notes values (?)').run(text);
      expect(notesWithoutLog()).not.toContain(text);
      await checkpoints.run();
      expect(notesWithoutLog()).toContain(text);
    }
    await checkpoints.close();
  });

  it('are waited for by whoever writes much, and by nobody else', async () => {
    const checkpoints = new SqliteCheckpoints(file, () => changes, atOnce);
    database.exec("insert into notes values ('one of many')");
    changes = 999;
    await checkpoints.settle();
    expect(() => notesWithoutLog()).toThrow('no such table');
    changes = 1000;
    await checkpoints.settle();
    expect(notesWithoutLog()).toContain('one of many');
    database.exec("insert into notes values ('one more')");
    await checkpoints.settle();
    expect(notesWithoutLog()).not.toContain('one more');
    await checkpoints.close();
  });

  it('come by themselves after many changes', async () => {
    const checkpoints = new SqliteCheckpoints(file, () => changes, atOnce);
    database.exec("insert into notes values ('one of many')");
    await checkpoints.run();
    database.exec("insert into notes values ('the last')");
    changes = 250;
    while (!notesWithoutLog().includes('the last')) await sleep(100);
    await checkpoints.close();
  });

  it('let the log begin anew when they have brought all of it', async () => {
    const checkpoints = new SqliteCheckpoints(file, () => changes, atOnce);
    const write = database.prepare('insert into notes values (?)');
    for (let note = 0; note < 10; note += 1) write.run('x'.repeat(400_000));
    const { size } = statSync(`${file}-wal`);
    await checkpoints.run();
    for (let note = 0; note < 9; note += 1) write.run('x'.repeat(400_000));
    expect(statSync(`${file}-wal`).size).toBe(size);
    await checkpoints.close();
  });

  it('begin the log anew themselves, so that no commit waits until the disk has its head', async () => {
    const write = database.prepare('insert into notes values (?)');
    write.run('first');
    const seen = [beginnings()];
    const checkpoints = new SqliteCheckpoints(
      file,
      () => changes,
      async (work) => {
        write.run('as the file has all that came before');
        seen.push(beginnings());
        await work();
        seen.push(beginnings());
      },
    );
    await checkpoints.run();
    write.run('after it');
    seen.push(beginnings());
    expect(seen.map((beginning) => beginning - (seen[0] ?? 0))).toEqual([0, 0, 1, 1]);
    expect(notesWithoutLog()).toEqual(['first', 'as the file has all that came before']);
    await checkpoints.close();
  });

  it('have all that was committed before they were asked for, though an earlier one is under way', async () => {
    const checkpoints = new SqliteCheckpoints(file, () => changes, atOnce);
    const first = checkpoints.run();
    database.exec("insert into notes values ('late')");
    await checkpoints.run();
    expect(notesWithoutLog()).toContain('late');
    await first;
    await checkpoints.close();
  });

  it('end while one is under way, and do nothing afterwards', async () => {
    const checkpoints = new SqliteCheckpoints(file, () => changes, atOnce);
    const running = checkpoints.run();
    await checkpoints.close();
    await running;
    database.exec("insert into notes values ('late')");
    await checkpoints.run();
    expect(() => notesWithoutLog()).toThrow('no such table');
  });

  it('leave it to others to complain of a file that cannot be opened', async () => {
    const checkpoints = new SqliteCheckpoints(join(folder, 'missing', 'app.db'), () => changes, atOnce);
    await checkpoints.run();
    await checkpoints.run();
    await checkpoints.close();
  });

  /** How often the log was begun anew: its head counts them, https://sqlite.org/fileformat2.html#walformat. */
  function beginnings(): number {
    return readFileSync(`${file}-wal`).readUInt32BE(12);
  }

  function notesWithoutLog(): unknown[] {
    const copy = join(folder, 'copy.db');
    copyFileSync(file, copy);
    const alone = new DatabaseSync(copy);
    try {
      return alone
        .prepare('select text from notes')
        .all()
        .map(({ text }) => text);
    } finally {
      alone.close();
    }
  }
});
