import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteFile, sqliteInMemory } from './backends.js';
import { migrationCases } from './cases/migrations.js';
import { describeSessions, describeUsers } from './session-contract.js';

describeSessions('SQLite in a file', sqliteFile);
describeSessions('SQLite in memory', sqliteInMemory);
describeUsers('SQLite', sqliteInMemory);

describe('A database in SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-sqlite-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let made = 0;
  migrationCases(async () => ({ kind: 'sqlite', file: join(folder, `${(made += 1)}.db`) }));
});
