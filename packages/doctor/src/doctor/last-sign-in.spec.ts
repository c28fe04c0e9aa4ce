import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { doctor } from './doctor.js';

const at = Date.UTC(2026, 10, 29, 18);
const step = {
  from: 'application',
  to: 'provider',
  what: 'POST https://id.example/token',
  at: at + 5,
  ms: 12,
  result: '400',
  failed: true,
};
const older = { reference: 'older', outcome: 'signed in', signIn: [{ ...step, at }] };
const newer = {
  reference: 'newer',
  outcome: 'failed',
  signIn: [
    { from: 'browser', to: 'application', what: 'GET /login', at, sent: [{ name: 'returnTo', value: '(hidden)' }] },
    { ...step, received: [{ name: 'error', value: 'invalid_grant' }] },
    {
      from: 'application',
      to: 'application',
      what: 'Checks the ID token',
      at: at + 20,
      checks: [{ what: 'iss', passed: true, detail: 'x' }],
    },
  ],
};

describe('npm run doctor -- --last', () => {
  let directory = '';
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'last-sign-in-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  async function run(options: readonly string[]): Promise<{ readonly status: number; readonly text: string }> {
    let text = '';
    const terminal = {
      say: (more: string) => void (text += more),
      confirm: () => Promise.resolve(false),
      paint: (_style: unknown, painted: string) => painted,
    };
    const status = await doctor(options, { env: { NODE_ENV: 'development' }, directory }, terminal);
    return { status, text };
  }

  it('prints the last sign-in among the lines of a log, each step with what was sent, received and checked', async () => {
    const log = join(directory, 'app.log');
    writeFileSync(log, [JSON.stringify(older), 'no JSON', JSON.stringify(newer), JSON.stringify({ message: 'x', signIn: [] })].join('\n'));
    const { status, text } = await run(['--last', '--log', log]);
    expect(status).toBe(0);
    expect(text).toBe(`Sign-in of 2026-11-29T18:00:00.000Z, failed, reference newer
 1. browser → application    GET /login  (+0 ms)
      returnTo: (hidden)
 2. application → provider   POST https://id.example/token  (+5 ms, took 12 ms)  failed
    → 400
      error: invalid_grant
 3. application              Checks the ID token  (+20 ms)
    ✔ iss: x
`);
    expect(JSON.parse((await run(['--last', '--json', '--log', log])).text)).toEqual(newer);
  });

  it.each([[['--last']], [['--last', '--log', '/nowhere/at/all']]])('says of %j what to do where none is written down', async (options) => {
    const { status, text } = await run(options);
    expect(status).toBe(1);
    expect(text).toContain('SIGN_IN_TRACE=last');
  });

  it.each([[['--log', 'app.log']], [['--last', '--fix']]])('refuses %j, which makes no sense', async (options) => {
    expect((await run(options)).status).toBe(64);
  });
});
