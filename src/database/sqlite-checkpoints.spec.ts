import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqlite } from './open-sqlite.js';
import { SqliteCheckpoints } from './sqlite-checkpoints.js';

describe('Checkpoints of SQLite', () => {
  let folder: string;
  let file: string;
  let database: DatabaseSync;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
    file = join(folder, 'app.db');
    database = openSqlite(file);
    database.exec('pragma wal_autocheckpoint = 0; create table notes (text text)');
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('bring what is committed from the log into the file, again and again', async () => {
    const checkpoints = new SqliteCheckpoints(file);
    for (const text of ['first', 'second']) {
      await checkpoints.run();
      database.prepare('insert into notes values (?)').run(text);
      expect(notesWithoutLog()).not.toContain(text);
      await checkpoints.run();
      expect(notesWithoutLog()).toContain(text);
    }
    await checkpoints.close();
  });

  it('end while one is under way, and do nothing afterwards', async () => {
    const checkpoints = new SqliteCheckpoints(file);
    const running = checkpoints.run();
    await checkpoints.close();
    await running;
    database.exec("insert into notes values ('late')");
    await checkpoints.run();
    expect(() => notesWithoutLog()).toThrow('no such table');
  });

  it('leave it to others to complain of a file that cannot be opened', async () => {
    const checkpoints = new SqliteCheckpoints(join(folder, 'missing', 'app.db'));
    await checkpoints.run();
    await checkpoints.run();
    await checkpoints.close();
  });

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
