import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { DatabaseUserStore } from '../users/database-user-store.js';
import { DatabaseSessionStore } from './database-session-store.js';
import { KeyRing } from './key-ring.js';
import { Sessions } from './sessions.js';

describe('On SQLite', () => {
  let folder: string;
  let file: string;
  let database: Database;
  let sessions: Sessions;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sweep-'));
    file = join(folder, 'app.db');
    database = await openDatabase({ kind: 'sqlite', file });
    sessions = new Sessions(new DatabaseSessionStore(database), new DatabaseUserStore(database), new KeyRing(['secret']), {
      idleTimeout: 1800,
      absoluteTimeout: 43_200,
    });
    await sql`with recursive counted(n) as (select 1 union all select n + 1 from counted where n < 3000)
      insert into signin_sessions (key, user_id, issuer, subject, created_at, seen_at, expires_at, key_id, version, data)
      select 'key-' || n, 'u', 'i', 's', 0, 0, 0, 'k', 0, '{}' from counted`.execute(database.kysely);
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['sweep', 'endAll'] as const)('%s commits batch by batch, so that other processes write between', async (verb) => {
    const seen = new Set<number>();
    let over = false;
    const removing = sessions[verb]().finally(() => (over = true));
    for (; !over; await nextTurn()) seen.add(leftOver(file));
    expect(await removing).toBe(3000);
    expect(seen.size).toBeGreaterThanOrEqual(5);
  });

  function leftOver(path: string): number {
    const connection = new DatabaseSync(path);
    const left = connection.prepare('select count(*) as left_over from signin_sessions').get()?.left_over;
    connection.close();
    return Number(left);
  }
});
