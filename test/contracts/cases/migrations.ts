import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSettings } from '../../../src/config/settings.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { CompiledSource } from '../compiled-source.js';

/** `make` answers the settings of a new, empty database. */
export function migrationCases(make: () => Promise<DatabaseSettings>): void {
  let source: CompiledSource;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-migrations-'));
    source = await CompiledSource.compile(['database', 'config'], folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is migrated once by ten processes that start together', async () => {
    const settings = await make();
    const program = `
      const { openDatabase } = await import(process.argv[1]);
      const database = await openDatabase(JSON.parse(process.argv[2]));
      await database.ping();
      await database.close();`;
    const ends = await Promise.all(
      Array.from({ length: 10 }, () => source.run(program, 'database/open-database.js', [JSON.stringify(settings)])),
    );
    expect(ends).toEqual(ends.map(() => ({ status: 0, output: '', errors: '' })));
    const database = await openDatabase(settings);
    expect(await database.kysely.selectFrom('users').selectAll().execute()).toEqual([]);
    await database.close();
  });

  it('is refused when a newer release has changed it, and left as it is', async () => {
    const settings = await make();
    const database = await openDatabase(settings);
    const migrations = database.kysely.withTables<{ migrations: { name: string; applied_at: number } }>();
    await migrations.insertInto('migrations').values({ name: '9999-from-the-future', applied_at: 1 }).execute();
    await database.close();
    await expect(openDatabase(settings)).rejects.toMatchObject({
      name: 'DatabaseError',
      code: 'database_newer',
      setting: 'DATABASE_URL',
      message: expect.stringContaining('9999-from-the-future') as unknown,
    });
  });
}
