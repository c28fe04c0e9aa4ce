import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../packages/signin/src/database/open-database.js';
import { type Ended, runProgram } from './source-program.js';
import { openInstance, secret } from './instance.js';
import { signIn, type SignedInPerson } from './people.js';

describe("The operator's commands", () => {
  let folder: string;
  let file: string;
  let person: SignedInPerson;
  const program = 'process.argv.splice(1, 1, process.argv[1]); await import(process.argv[1]);';
  const run = (command: string, ...values: string[]): Promise<Ended> =>
    runProgram(program, command, values, { DATABASE_URL: `sqlite:${file}`, SESSION_SECRET: secret, NODE_ENV: 'development' });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-commands-'));
    file = join(folder, 'app.db');
    const database = await openDatabase({ kind: 'sqlite', file });
    person = await signIn(await openInstance(database, { kind: 'database' }), { tokens: { accessToken: 'ey-access-token' } });
    await database.close();
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('show what is stored of a session, and neither its id nor its tokens', async () => {
    const { status, output, errors } = await run('database/inspect.ts');
    expect({ status, errors }).toEqual({ status: 0, errors: '' });
    expect(output).toContain(person.session.key);
    expect(output).toMatch(/"sealed": "key [\w-]{11}, \d+ characters"/);
    for (const text of [person.cookie, 'ey-access-token', secret]) expect(output).not.toContain(text);
  });

  it('list and end sessions from outside the application', async () => {
    expect(await run('operator/command.ts', 'list', '--all')).toMatchObject({
      status: 0,
      output: expect.stringContaining('1 session.') as unknown,
    });
    expect(await run('operator/command.ts', 'end', '--user', person.user.subject)).toMatchObject({
      status: 0,
      output: expect.stringContaining('Ended 1 session of Ada') as unknown,
    });
    expect((await run('operator/command.ts', 'list', '--all')).output).toBe('0 sessions.\n');
  });

  it('explain a wrong command line with status 2, and a database that is none with 1', async () => {
    expect(await run('operator/command.ts', 'end')).toMatchObject({
      status: 2,
      output: '',
      errors: expect.stringContaining('--user WHO') as unknown,
    });
    file = join(import.meta.dirname, '../../package.json');
    expect(await run('database/inspect.ts')).toMatchObject({
      status: 1,
      output: '',
      errors: expect.stringContaining('DATABASE_URL') as unknown,
    });
  });
});
