import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { commandLine } from './source-program.js';

/** Fills the database until that fails, and prints what a reading and a ping say then. */
const program = `
  const { openDatabase } = await import(process.argv[1]);
  const database = await openDatabase({ kind: 'sqlite', file: process.argv[2] });
  await database.ping();
  const fill = (id, reason) => database.kysely.insertInto('signin_audit_events').values({ id, at: 0, kind: 'signed_in', reason }).execute();
  const codeOf = (work) => work.then(() => 'ok', ({ code }) => code);
  let filled;
  for (const size of [100_000, 1]) {
    filled = 'ok';
    for (let id = 0; filled === 'ok' && id < 1000; id += 1) filled = await codeOf(fill(size + '-' + id, 'x'.repeat(size)));
  }
  const read = await codeOf(database.kysely.selectFrom('signin_users').selectAll().execute());
  console.log(JSON.stringify({ filled, read, ping: await codeOf(database.ping()) }));
  process.exit();`;

describe('A ping of SQLite', () => {
  it('tells when nothing more can be written, though everything can be read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-full-'));
    const node = [process.execPath, ...commandLine(program, 'database/open-database.ts', [join(folder, 'app.db')])];
    // No file of this process grows beyond a megabyte: a full disk that needs no disk.
    const { stdout } = await promisify(execFile)('bash', ['-c', 'trap "" XFSZ; ulimit -f 1000; exec "$0" "$@"', ...node]);
    expect(JSON.parse(stdout)).toEqual({ filled: 'store_unreachable', read: 'ok', ping: 'store_unreachable' });
    rmSync(folder, { recursive: true });
  });
});
