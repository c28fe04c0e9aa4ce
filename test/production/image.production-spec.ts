import { exec, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.js';
import { startOkta, type RunningOkta } from '../support/start-okta.js';
import { buildImage, type Image } from './image.js';

const secret = 'f3a9c1e07b5d48269e1f0c7ab3d5824617c9e0fa42bd6837';
/** The user of the image; root alone can become another one. */
const user = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};

describe('The container image', () => {
  let okta: RunningOkta;
  let image: Image;
  let secrets: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    [okta, image] = await Promise.all([startOkta(url), buildImage()]);
    secrets = mkdtempSync(join(tmpdir(), 'okta-nest-signin-secrets-'));
    chmodSync(secrets, 0o755);
    const { OIDC_CLIENT_SECRET = '', ...provider } = okta.env;
    env = {
      PATH: `${join(process.execPath, '..')}:${process.env.PATH ?? ''}`,
      HOME: image.directory,
      ...image.env,
      ...provider,
      PORT: String(port),
      OIDC_CLIENT_SECRET_FILE: keepSecret('client-secret', OIDC_CLIENT_SECRET),
      SESSION_SECRET_FILE: keepSecret('session-secret', secret),
      METRICS_TOKEN_FILE: keepSecret('metrics-token', secret),
    };
  }, 240_000);

  afterAll(async () => {
    await okta?.close();
    await image?.remove();
    rmSync(secrets, { recursive: true, force: true });
  });

  /** With the owner and mode that deploy/compose.yaml asks for. */
  function keepSecret(name: string, value: string): string {
    const file = join(secrets, name);
    writeFileSync(file, `${value}\n`);
    chmodSync(file, 0o400);
    if (user.uid !== undefined) chownSync(file, user.uid, user.gid);
    return file;
  }

  // Without waiting in place: the provider that the commands ask runs in this process.
  const run = (command: string): Promise<{ status: number; output: string }> =>
    new Promise((resolve) => {
      exec(command, { cwd: image.directory, env, ...user }, (error, stdout, stderr) =>
        resolve({ status: Number(error?.code ?? 0), output: stdout + stderr }),
      );
    });

  it('starts as its user with secrets that only this user may read, and serves people', async () => {
    const [program = '', ...options] = image.command;
    const child = spawn(program, options, { cwd: image.directory, env, stdio: ['ignore', 'pipe', 'pipe'], ...user });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
    const ready = (): Promise<boolean> =>
      fetch(`http://localhost:${env['PORT']}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    for (let tries = 0; tries < 400 && child.exitCode === null && !(await ready()); tries += 1) await sleep(50);
    expect({ ready: await ready(), output }).toMatchObject({ ready: true });
    child.kill('SIGTERM');
  });

  it.each([
    ['npm run sessions -- list --all', /session|nobody|no /i],
    ['npm run db:inspect', /signin_|users/],
    ['npm run setup -- --help', /--client-id/],
    ['npm run doctor', /Token request/],
  ])('runs %s', async (command, says) => {
    expect(await run(command)).toEqual({ status: 0, output: expect.stringMatching(says) });
  });
});
