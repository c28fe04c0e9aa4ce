import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './open-database.js';

describe('the SQLite file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-sqlite-'));
    file = join(folder, 'data/app.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = async (): Promise<void> => (await openDatabase({ kind: 'sqlite', file })).close();
  const fill = async (rows: number): Promise<void> => {
    const database = await openDatabase({ kind: 'sqlite', file });
    for (let row = 0; row < rows; row += 1) {
      const user = {
        id: `${row}`,
        issuer: 'i',
        subject: `${row}`,
        name: 'x'.repeat(500),
        email_verified: 0,
        first_sign_in_at: 0,
        last_sign_in_at: 0,
      };
      await database.kysely.insertInto('signin_users').values(user).execute();
    }
    await database.close();
  };

  it('is made with its folder, for this user alone', async () => {
    await open();
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps its data', async () => {
    await fill(3);
    const database = await openDatabase({ kind: 'sqlite', file });
    expect(await database.kysely.selectFrom('signin_users').select('id').execute()).toHaveLength(3);
    await database.close();
  });

  it('is refused where it cannot be made, with the setting and the reason', async () => {
    writeFileSync(join(folder, 'data'), 'a file where the folder should be');
    await expect(open()).rejects.toMatchObject({ name: 'DatabaseError', code: 'database_not_writable', setting: 'DATABASE_URL' });
    await expect(open()).rejects.toThrow(/cannot be written \(E\w+\)\. Let this user write .*, or set DATABASE_URL to another place\.$/);
    rmSync(join(folder, 'data'));
    mkdirSync(file, { recursive: true });
    await expect(open()).rejects.toMatchObject({ code: 'database_not_writable', message: expect.stringContaining('EISDIR') as unknown });
  });

  it('is refused when it is something else, and left alone', async () => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(file, 'these are my notes, not a database\n'.repeat(100));
    await expect(open()).rejects.toMatchObject({ name: 'DatabaseError', code: 'database_corrupt', setting: 'DATABASE_URL' });
    expect(readFileSync(file, 'utf8')).toContain('these are my notes');
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('is refused when its header or its middle is damaged', async () => {
    for (const start of [0, 4096 * 10]) {
      rmSync(join(folder, 'data'), { recursive: true, force: true });
      await fill(200);
      const bytes = readFileSync(file);
      bytes.fill(0x5a, start, start + 4096 * 3);
      writeFileSync(file, bytes);
      await expect(open()).rejects.toMatchObject({ name: 'DatabaseError', code: 'database_corrupt' });
    }
  });

  it('is refused when it was cut off', async () => {
    await fill(200);
    writeFileSync(file, readFileSync(file).subarray(0, 4096 * 5 + 100));
    await expect(open()).rejects.toMatchObject({ name: 'DatabaseError', code: 'database_corrupt' });
  });

  it('may be empty', async () => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(file, '');
    await open();
  });
});
