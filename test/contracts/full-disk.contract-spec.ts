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
  // The last writes are as small as any: one page.
  const touch = (expires_at) => database.kysely.insertInto('signin_claimed_ids').values({ key: 'filler', expires_at })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ expires_at })).execute();
  const writes = [(id) => fill('large-' + id, 'x'.repeat(100_000)), (id) => fill('small-' + id, 'x'), touch];
  let filled;
  for (const write of writes) {
    filled = 'ok';
    for (let id = 0; filled === 'ok' && id < 1000; id += 1) filled = await codeOf(write(id));
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
