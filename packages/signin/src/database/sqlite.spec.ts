import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { Database } from './database.js';
import { openDatabase } from './open-database.js';

const user = { id: 'ada', issuer: 'i', subject: 's', email_verified: 0, first_sign_in_at: 0, last_sign_in_at: 0 };

describe('Kysely on node:sqlite', () => {
  let folder: string;
  let database: Database;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-sqlite-'));
    database = await openDatabase({ kind: 'sqlite', file: join(folder, 'app.db') });
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  it('counts the rows that a statement changed', async () => {
    const { kysely } = database;
    expect((await kysely.insertInto('signin_users').values(user).executeTakeFirstOrThrow()).numInsertedOrUpdatedRows).toBe(1n);
    expect((await kysely.updateTable('signin_users').set({ name: 'Ada' }).executeTakeFirstOrThrow()).numUpdatedRows).toBe(1n);
    expect((await kysely.deleteFrom('signin_users').where('id', '=', 'eve').executeTakeFirstOrThrow()).numDeletedRows).toBe(0n);
    expect(await kysely.deleteFrom('signin_users').returning('id').execute()).toEqual([{ id: 'ada' }]);
  });

  it('shows others nothing of a transaction before its end, and lets no statement slip into it', async () => {
    const { kysely } = database;
    const reader = new DatabaseSync(join(folder, 'app.db'), { readOnly: true });
    const seen = (): unknown[] => reader.prepare('select id from signin_users').all();
    let other: Promise<unknown> | undefined;
    const failed = kysely.transaction().execute(async (tx) => {
      await tx.insertInto('signin_users').values(user).execute();
      other = kysely
        .insertInto('signin_users')
        .values({ ...user, id: 'bob', subject: 'bob' })
        .execute();
      await new Promise(setImmediate);
      expect(seen()).toEqual([]);
      throw new Error('Changed my mind.');
    });
    await expect(failed).rejects.toThrow('Changed my mind.');
    await other;
    expect(seen()).toEqual([expect.objectContaining({ id: 'bob' })]);
    reader.close();
  });

  it('prepares any number of different statements', async () => {
    for (let length = 1; length < 300; length += 1) {
      await sql`select ${sql.join(Array.from({ length }, (_, index) => index))}`.execute(database.kysely);
    }
    expect(await database.kysely.selectFrom('signin_users').selectAll().execute()).toEqual([]);
  });

  it('enforces foreign keys', async () => {
    const token = database.kysely.insertInto('signin_session_tokens').values({ session_key: 'missing', sealed: '' });
    await expect(token.execute()).rejects.toThrow(/FOREIGN KEY/);
  });

  it('waits for another process, and says so when that takes too long', async () => {
    const other = new DatabaseSync(join(folder, 'app.db'));
    other.exec('begin immediate');
    await sql`pragma busy_timeout = 1`.execute(database.kysely);
    await expect(database.kysely.insertInto('signin_users').values(user).execute()).rejects.toMatchObject({
      code: 'store_busy',
      status: 503,
    });
    other.exec('rollback');
    other.close();
    await database.kysely.insertInto('signin_users').values(user).execute();
  });

  it('locks out other writers from the beginning of a transaction, so that what it reads stays true', async () => {
    const other = new DatabaseSync(join(folder, 'app.db'));
    await database.kysely.transaction().execute(async (tx) => {
      await tx.selectFrom('signin_users').selectAll().execute();
      expect(() => other.exec("delete from signin_users where id = 'ada'")).toThrow(/locked/);
    });
    other.close();
  });

  it('names a table that is gone', async () => {
    await database.kysely.schema.dropTable('signin_session_tokens').execute();
    const gone = {
      name: 'DatabaseError',
      code: 'database_incomplete',
      message: expect.stringContaining('signin_session_tokens') as unknown,
    };
    await expect(database.kysely.selectFrom('signin_session_tokens').select('sealed').execute()).rejects.toMatchObject(gone);
    await expect(database.ping()).rejects.toMatchObject(gone);
  });

  it('leaves errors of the statement itself as they are', async () => {
    await expect(sql`select nothing from signin_users`.execute(database.kysely)).rejects.toMatchObject({ code: 'ERR_SQLITE_ERROR' });
  });
});
