import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from '../support/command.js';
import { freePort } from '../support/free-port.js';
import { hostsFolder } from './prepare.mjs';

const prepared = join(hostsFolder, 'bad-input');

/** Starts a host with a mistake in it. */
async function start(
  mistake: string,
  env: Readonly<Record<string, string>> = {},
  directory = prepared,
): Promise<Command & { url: string }> {
  const port = await freePort();
  const program = new Command([process.execPath, 'dist/main.js'], directory, {
    PORT: String(port),
    EMBEDDED_OKTA_PORT: String(await freePort()),
    NO_COLOR: '1',
    MISTAKE: mistake,
    ...env,
  });
  return Object.assign(program, { url: `http://localhost:${port}` });
}

/** Nest says that it has started before the server listens. */
async function untilItListens(host: Command & { url: string }): Promise<void> {
  await host.prints('Nest application successfully started');
  while ((await fetch(`${host.url}/logout`).catch(() => undefined)) === undefined) await sleep(20);
}

/** A copy of the host's installation, for a mistake that somebody made in it. */
function copy(name: string): string {
  const folder = join(hostsFolder, name);
  rmSync(folder, { recursive: true, force: true });
  // Links, so that it takes no time.
  execFileSync('cp', ['-al', prepared, folder]);
  return folder;
}

describe('A host that sign-in cannot work in', () => {
  let program: (Command & { url: string }) | undefined;
  afterEach(() => program?.remove());

  /** Starts it and waits for its end. @returns what it has said */
  const end = async (...parameters: Parameters<typeof start>): Promise<string> => {
    program = await start(...parameters);
    expect(await program.exit()).not.toBe(0);
    return program.output;
  };
  const run = async (...parameters: Parameters<typeof start>): Promise<Command & { url: string }> => {
    program = await start(...parameters);
    await untilItListens(program);
    return program;
  };

  it.each(['express', 'fastify'])('is told which of its routes collide, all at once, on %s', async (adapter) => {
    const said = await end('collision', { ADAPTER: adapter });
    expect(said).toContain('OwnLogin.show has the route /login, which sign-in needs for login.');
    expect(said).toContain('OwnLogin.leave has the route /logout, which sign-in needs for logout.');
    expect(said).toContain("SignInModule.forRoot({ paths: { login: '/sign-in/login' } })");
  });

  it('is told of a route for every address that takes those of sign-in, and what puts it behind them', async () => {
    const asked = async (host: Command & { url: string }): Promise<number> =>
      (await fetch(`${host.url}/login`, { redirect: 'manual' })).status;
    const before = await run('catch-all');
    expect(await asked(before)).toBe(200);
    expect(before.output).toContain('The route /{*path} of this application comes before /login of sign-in');
    expect(before.output).toContain('Import SignInModule before the module that has it');
    await before.remove();
    const behind = await run('catch-all-behind');
    expect(await asked(behind)).toBe(302);
    expect(behind.output).not.toContain('comes before /');
  });

  it('is told that PUBLIC_URL has the global prefix as well', async () => {
    expect(await end('prefix-twice', { PUBLIC_URL: 'http://localhost:9/shop' })).toContain('set PUBLIC_URL=http://localhost:9');
  });

  it('is told to mark something where only what is marked is protected', async () => {
    const { output } = await run('no-mark');
    expect(output).toContain("protect is 'marked', and nothing is");
    expect(output).toContain('Put @SignedIn()');
  });

  it('is told which package is missing without passport', async () => {
    const folder = copy('without-passport');
    rmSync(join(folder, 'node_modules/passport'), { recursive: true });
    expect(await end('none', {}, folder)).toContain("Cannot find package 'passport'");
  });

  it.each([
    ['pg', { DATABASE_URL: 'postgres://u:p@localhost:5432/shop?schema=public' }],
    ['@redis/client', { SESSION_STORE_URL: 'redis://localhost:6379' }],
  ])('is told to install %s where its settings need it', async (name, env) => {
    expect(await end('none', env)).toContain(`which is not installed. npm install ${name}`);
  });

  it.each(['express', 'fastify'])('is told that it does not listen where people are sent, on %s', async (adapter) => {
    const host = await run('none', { ADAPTER: adapter, PUBLIC_URL: 'http://localhost:9/shop' });
    await host.prints(`set PUBLIC_URL=${host.url}/shop`);
  });

  it('is told that the embedded provider on its port is that of another application', async () => {
    const ports = { EMBEDDED_OKTA_PORT: String(await freePort()) };
    const first = await start('none', ports);
    try {
      await untilItListens(first);
      const said = await end('none', ports);
      expect(said).toContain('the one of another application does, and does not know http://localhost:');
      expect(said).toContain('set EMBEDDED_OKTA_PORT to another');
    } finally {
      await first.remove();
    }
  });

  it('is told of a second copy of Nest', async () => {
    const folder = copy('two-copies');
    const own = join(folder, 'node_modules/@fanlight/signin/node_modules/@nestjs');
    mkdirSync(own, { recursive: true });
    cpSync(join(folder, 'node_modules/@nestjs/core'), join(own, 'core'), { recursive: true });
    expect(await end('none', {}, folder)).toContain('There are two copies of @nestjs/core');
  });

  it('is told by npm, and by the start, that Nest 10 is too old', async () => {
    const folder = join(hostsFolder, 'nest-10');
    expect(await end('none', {}, folder)).toContain('needs Nest 11 or 12, and this one is older: npm install @nestjs/core@11');
    const install = new Command(['npm', 'install', '--dry-run', '--legacy-peer-deps=false', '--prefer-offline'], folder);
    expect(await install.exit()).not.toBe(0);
    // Of the packages that ask for it npm names the first that it meets.
    expect(install.output).toMatch(/peer @nestjs\/common@"\^11\.0\.0 \|\| \^12\.0\.0" from @fanlight\/(signin|scim)/);
    await install.remove();
  });

  it('has in its log that a body parser in front of Nest has eaten the form', async () => {
    const host = await run('eaten-form');
    const response = await fetch(`${host.url}/authorization-code/callback`, {
      method: 'POST',
      body: new URLSearchParams({ state: 'x', code: 'y' }),
    });
    expect(response.status).toBe(500);
    await host.prints('A body parser has read this before sign-in could.');
  });

  it.each(['express', 'fastify'])(
    'is told that its protection from other sites refuses the form of the provider, on %s',
    async (adapter) => {
      const env = { ADAPTER: adapter, OIDC_RESPONSE_MODE: 'form_post' };
      const said = await end('csrf-protection', env);
      expect(said).toContain('app.enableCsrfProtection() refuses what the provider posts to /authorization-code/callback');
      expect(said).toContain("exclude: [{ path: 'authorization-code/callback', method: RequestMethod.POST }]");
      await run('csrf-excluded', env);
    },
  );

  it('has in its log, once, that a proxy in front is not trusted', async () => {
    const host = await run('none');
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    for (let times = 0; times < 3; times += 1) await fetch(`${host.url}/logout`, { headers });
    await host.prints("trust it: app.set('trust proxy'");
    expect(host.output.split('X-Forwarded-For')).toHaveLength(2);
  });
});

describe('A host that sign-in shares with others', () => {
  let program: (Command & { url: string }) | undefined;
  afterEach(() => program?.remove());

  it.each(['express', 'fastify'])('keeps its own Passport strategies, on %s with both adapters installed', async (adapter) => {
    const host = await start('own-strategy', { ADAPTER: adapter });
    program = host;
    await untilItListens(host);
    const ask = async (headers: Readonly<Record<string, string>>): Promise<readonly [number, string]> => {
      const response = await fetch(`${host.url}/keys`, { headers });
      return [response.status, await response.text()];
    };
    expect(await ask({ 'x-key': 'right' })).toEqual([200, 'let in by a key']);
    expect(await ask({})).toEqual([401, expect.stringContaining('"Unauthorized"')]);
  });
});
