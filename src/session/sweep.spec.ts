import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { openDatabase } from '../database/open-database.js';
import { SqliteSessionStore } from './database/sqlite-session-store.js';
import { KeyRing } from './key-ring.js';
import { Sessions } from './sessions.js';

describe('A sweep of SQLite', () => {
  it('does not leave it to the next sign-in to bring its changes into the file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sweep-'));
    const file = join(folder, 'app.db');
    const database = await openDatabase({ kind: 'sqlite', file });
    const { direct } = database;
    if (direct.kind !== 'sqlite') throw new Error('This is SQLite.');
    const store = new SqliteSessionStore(database, direct);
    await sql`insert into users (id, issuer, subject, email_verified, first_sign_in_at, last_sign_in_at) values ('u', 'i', 's', 0, 0, 0)`.execute(
      database.kysely,
    );
    await sql`with recursive counted(n) as (select 1 union all select n + 1 from counted where n < 3000)
      insert into sessions (key, user_id, issuer, subject, created_at, seen_at, expires_at, key_id, version, data)
      select 'key-' || n, 'u', 'i', 's', 0, 0, 0, 'k', 0, '{}' from counted`.execute(database.kysely);
    await direct.checkpoints?.run();
    await sql`pragma wal_autocheckpoint = 0`.execute(database.kysely);
    const sessions = new Sessions(store, new KeyRing(['secret']), { idleTimeout: 1800, absoluteTimeout: 43_200 });
    expect(await sessions.sweep()).toBe(3000);
    copyFileSync(file, join(folder, 'copy.db'));
    await database.close();
    const withoutLog = new DatabaseSync(join(folder, 'copy.db'));
    // The last batches, which are little, stay in the log.
    expect(withoutLog.prepare('select count(*) as left_over from sessions').get()?.left_over).toBeLessThan(1200);
    withoutLog.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
