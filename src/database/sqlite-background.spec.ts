import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery } from 'kysely';
import { openSqlite } from './open-sqlite.js';
import { SqliteBackground } from './sqlite-background.js';

describe('SQLite beside the event loop', () => {
  let folder: string;
  let file: string;
  let database: DatabaseSync;
  let changes: number;
  const atOnce = <T>(work: () => Promise<T>) => work();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'background-'));
    file = join(folder, 'app.db');
    database = openSqlite(file);
    database.exec('pragma wal_autocheckpoint = 0; create table notes (text text)');
    changes = 0;
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('Checkpoints', () => {
    it('bring what is committed from the log into the file, again and again', async () => {
      const background = new SqliteBackground(file, () => changes, atOnce);
      for (const text of ['first', 'second']) {
        await background.checkpoint();
        database.prepare('insert into notes values (?)').run(text);
        expect(notesWithoutLog()).not.toContain(text);
        await background.checkpoint();
        expect(notesWithoutLog()).toContain(text);
      }
      await background.close();
    });

    it('come by themselves after many changes', async () => {
      const background = new SqliteBackground(file, () => changes, atOnce);
      database.exec("insert into notes values ('one of many')");
      await background.checkpoint();
      database.exec("insert into notes values ('the last')");
      changes = 250;
      while (!notesWithoutLog().includes('the last')) await sleep(100);
      await background.close();
    });

    it('let the log begin anew when they have brought all of it', async () => {
      const background = new SqliteBackground(file, () => changes, atOnce);
      const write = database.prepare('insert into notes values (?)');
      for (let note = 0; note < 10; note += 1) write.run('x'.repeat(400_000));
      const { size } = statSync(`${file}-wal`);
      await background.checkpoint();
      for (let note = 0; note < 9; note += 1) write.run('x'.repeat(400_000));
      expect(statSync(`${file}-wal`).size).toBe(size);
      await background.close();
    });

    it('begin the log anew themselves, so that no commit waits until the disk has its head', async () => {
      const write = database.prepare('insert into notes values (?)');
      write.run('first');
      const seen = [beginnings()];
      const alone = async <T>(work: () => Promise<T>): Promise<T> => {
        write.run('as the file has all that came before');
        seen.push(beginnings());
        return work().finally(() => seen.push(beginnings()));
      };
      const background = new SqliteBackground(file, () => changes, alone);
      await background.checkpoint();
      write.run('after it');
      seen.push(beginnings());
      expect(seen.map((beginning) => beginning - (seen[0] ?? 0))).toEqual([0, 0, 1, 1]);
      expect(notesWithoutLog()).toEqual(['first', 'as the file has all that came before']);
      await background.close();
    });

    it('have all that was committed before they were asked for, though an earlier one is under way', async () => {
      const background = new SqliteBackground(file, () => changes, atOnce);
      const first = background.checkpoint();
      database.exec("insert into notes values ('late')");
      await background.checkpoint();
      expect(notesWithoutLog()).toContain('late');
      await first;
      await background.close();
    });

    it('end while one is under way, and do nothing afterwards', async () => {
      const background = new SqliteBackground(file, () => changes, atOnce);
      const running = background.checkpoint();
      await background.close();
      await running;
      database.exec("insert into notes values ('late')");
      await background.checkpoint();
      expect(() => notesWithoutLog()).toThrow('no such table');
    });

    it('leave it to others to complain of a file that cannot be opened', async () => {
      const background = new SqliteBackground(join(folder, 'missing', 'app.db'), () => changes, atOnce);
      await background.checkpoint();
      await background.checkpoint();
      await background.close();
    });
  });

  describe('A change of many rows', () => {
    const insert = CompiledQuery.raw("insert into notes values ('one'), ('another')");
    let background: SqliteBackground;
    beforeEach(() => (background = new SqliteBackground(file, () => changes, atOnce)));
    afterEach(() => background.close());

    it('is committed, with what goes with it, and says how many they were', async () => {
      database.exec('create table people (id text primary key); create table letters (to_whom text references people on delete cascade)');
      database.exec("insert into people values ('one'), ('two'), ('three'); insert into letters values ('one'), ('one')");
      expect(await background.change(CompiledQuery.raw("delete from people where id <> ? or id = 'none'", ['three']))).toBe(2);
      expect(database.prepare('select id from people').all()).toEqual([{ id: 'three' }]);
      expect(database.prepare('select * from letters').all()).toEqual([]);
    });

    it('is made alone', async () => {
      const order: string[] = [];
      const alone = async <T>(work: () => Promise<T>): Promise<T> => {
        order.push('alone');
        return work().finally(() => order.push('no more'));
      };
      const other = new SqliteBackground(file, () => changes, alone);
      await other.change(insert);
      expect(order).toEqual(['alone', 'no more']);
      await other.close();
    });

    it('waits for a checkpoint each time that a thousand rows were changed', async () => {
      await background.change(insert);
      changes = 997;
      await background.change(insert);
      expect(() => notesWithoutLog()).toThrow('no such table');
      changes = 998;
      await background.change(insert);
      expect(notesWithoutLog()).toEqual(['one', 'another', 'one', 'another']);
      await background.change(insert);
      expect(notesWithoutLog()).toHaveLength(4);
    });

    it('fails as a write of the event loop would', async () => {
      await expect(background.change(CompiledQuery.raw('delete from missing'))).rejects.toThrow('no such table: missing');
      database.exec('begin immediate');
      await expect(background.change(insert)).rejects.toMatchObject({ code: 'store_busy' });
      database.exec('rollback');
      expect(await background.change(insert)).toBe(2);
      await background.close();
      await expect(background.change(insert)).rejects.toMatchObject({ code: 'store_unreachable' });
    });

    it('fails where the file cannot be opened, or is closed meanwhile', async () => {
      const changing = background.change(insert);
      await background.close();
      await expect(changing).rejects.toMatchObject({ code: 'store_unreachable' });
      const missing = new SqliteBackground(join(folder, 'missing', 'app.db'), () => changes, atOnce);
      await expect(missing.change(insert)).rejects.toMatchObject({ code: 'store_unreachable' });
      await missing.close();
    });
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
