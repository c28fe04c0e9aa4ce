import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from '../support/browser.js';
import { type Checkout, makeCheckout } from '../support/checkout.js';
import { Command } from '../support/command.js';
import { freePort } from '../support/free-port.js';
import { signIn } from '../support/sign-in.js';

describe('On a fresh checkout', () => {
  let checkout: Checkout;
  let ports: Record<string, string>;
  let url: string;
  const commands: Command[] = [];

  function run(command: string, env: Record<string, string> = ports): Command {
    const running = new Command(command.split(' '), checkout.directory, env);
    commands.push(running);
    return running;
  }

  beforeEach(async () => {
    checkout = await makeCheckout();
    const port = await freePort();
    url = `http://localhost:${port}`;
    ports = { PORT: String(port), PUBLIC_URL: url, EMBEDDED_OKTA_PORT: String(await freePort()) };
  });

  afterEach(async () => {
    await Promise.all(commands.splice(0).map((command) => command.remove()));
    await checkout.remove();
  });

  it('npm start says where to go and who can sign in, and Ctrl-C leaves nothing; the next start knows the person', async () => {
    const browser = new Browser();
    const first = run('npm start');
    await first.prints(`Open ${url} `);
    expect(first.output).toContain('alice@example.com / alice');
    expect((await signIn(browser, url, 'alice@example.com', 'alice')).text).toContain('Alice Archer');
    first.pressControlC();
    await first.exit();
    await first.leavesNothing();

    const second = run('npm start');
    await second.prints(`Open ${url} `);
    expect((await browser.get(`${url}/profile`)).text).toContain('Alice Archer');
    second.kill('SIGTERM');
    await second.exit();
    await second.leavesNothing();
  });

  it('npm start registers every sign-out address with the embedded organisation: clearing there signs out here', async () => {
    const start = run('npm start');
    await start.prints(`Open ${url} `);
    const [browser, organisation] = [new Browser(), `http://localhost:${ports['EMBEDDED_OKTA_PORT']}`];
    expect((await signIn(browser, url, 'alice@example.com', 'alice')).status).toBe(200);

    const page = await browser.get(organisation);
    for (const path of ['backchannel-logout', 'frontchannel-logout', 'universal-logout']) expect(page.text).toContain(`${url}/${path}`);
    const cleared = await browser.post(page, organisation, { 'clear-sessions': 'alice@example.com' });
    expect(cleared.text).toContain('The application answered 204 to Universal Logout: it ended its own.');
    expect((await browser.get(`${url}/api/me`)).status).toBe(401);
  });

  it('npm run start:dev restarts with a source, shows a changed view at once, and outlives a mistake', async () => {
    const development = run('npm run start:dev');
    await development.prints(`Open ${url} `);
    const browser = new Browser();
    await signIn(browser, url, 'bob@example.com', 'bob');

    await edit('views/pages/home.hbs', (text) => `<p>Changed view</p>${text}`);
    await until(async () => (await browser.get(url)).text.includes('Changed view'));
    expect(development.output.split('Open ')).toHaveLength(2);

    // A mistake in one page, and one in the layout, which the error page needs as well.
    for (const [view, mistake, named] of [
      ['views/pages/home.hbs', '{{wrongHelper "x"}}', '"wrongHelper" not defined'],
      ['views/pages/home.hbs', '{{#if mistake}}', 'The view "home" cannot be compiled'],
      ['views/layouts/page.hbs', '{{#each}', 'The view "layout" cannot be compiled'],
    ] as const) {
      await edit(view, (text) => text + mistake);
      const broken = await browser.get(url);
      expect([broken.status, broken.headers['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
      expect(broken.text).toContain(named);
      await edit(view, (text) => text.replace(mistake, ''));
      await until(async () => (await browser.get(url)).status === 200);
    }

    await edit('src/start.ts', (text) => `${text}\nconst x = {`);
    await development.prints('Syntax Error');
    expect((await browser.get(`${url}/profile`)).status).toBe(200);
    await edit('src/start.ts', (text) => text.replace('\nconst x = {', '').replace('Open ', 'Go to '));
    await development.prints(`Go to ${url} `);
    expect((await browser.get(`${url}/profile`)).text).toContain('Bob Builder');

    // A package: its source runs as it stands, and a mistake in it is named by its file.
    const label = 'packages/signin/src/config/provider/authorization-server.ts';
    await edit(label, (text) => `${text}\nconst x = {`);
    await development.prints(`${label}:`);
    await edit(label, (text) => text.replace('\nconst x = {', '').replace('`Okta org authorization', "`Okta's org authorization"));
    await development.prints(`Go to ${url} and sign in through the embedded provider, Okta's org`);
    await edit(label, (text) => text.replace("const isOrg = id === 'org';", "$& if (isOrg) throw new Error('thrown here');"));
    await until(async () =>
      /Error: thrown here\n +at .*\/packages\/signin\/src\/config\/provider\/authorization-server\.ts:\d+/.test(development.output),
    );

    development.pressControlC();
    await development.exit();
    await development.leavesNothing();
  });

  it('npm start names every wrong setting, shows no secret and exits with 78', async () => {
    const start = run('npm start', {
      ...ports,
      OKTA_ORG_URL: 'https://dev-1-admin.okta.com',
      OIDC_CLIENT_SECRET: 'do-not-show-me',
      LOG_LEVEL: 'loud',
    });
    expect(await start.exit()).toBe(78);
    for (const name of ['OKTA_ORG_URL', 'OIDC_CLIENT_ID', 'LOG_LEVEL']) expect(start.output).toContain(name);
    expect(start.output).not.toContain('do-not-show-me');
  });

  it('npm start says once, in plain words, why the database cannot be used', async () => {
    await writeFile(join(checkout.directory, 'not-a-folder'), '');
    const start = run('npm start', { ...ports, DATABASE_URL: 'sqlite:not-a-folder/app.db' });
    expect(await start.exit()).toBe(1);
    expect(start.output.match(/cannot be written/g)).toHaveLength(1);
    expect(start.output).toMatch(/^The database file .*app\.db cannot be written \(E\w+\)\. Let this user write .*, or set DATABASE_URL/m);
  });

  it('npm start says in one line that the port is taken', async () => {
    const other = createServer().listen(0, 'localhost');
    await once(other, 'listening');
    const start = run('npm start', { ...ports, PORT: String((other.address() as AddressInfo).port) });
    expect(await start.exit()).toBe(78);
    expect(start.output).toMatch(/Port \d+ is taken by another program\..*PORT/);
    expect(start.output).not.toContain('    at ');
    other.close();
  });

  it('npm start says in one line that HOST, which some shells set, is no address of this machine', async () => {
    const start = run('npm start', { ...ports, HOST: 'x86-64-conda-linux-gnu.invalid' });
    await start.exit();
    expect(start.output).toContain('HOST x86-64-conda-linux-gnu.invalid is not an address of this machine. Set HOST to localhost');
    expect(start.output).not.toContain('    at ');
  });

  it('npm run okta starts the embedded provider alone, and a signal to npm ends it', async () => {
    const port = await freePort();
    const okta = run(`npm run okta -- --port ${port}`, {});
    await okta.prints(`http://localhost:${port}`);
    expect((await new Browser().get(`http://localhost:${port}/.well-known/openid-configuration`)).json()).toMatchObject({
      issuer: `http://localhost:${port}`,
    });
    okta.kill('SIGTERM');
    await okta.exit();
    await okta.leavesNothing();
  });

  it('npm run build makes what npm run start:prod runs', async () => {
    expect(await run('npm run build', {}).exit()).toBe(0);
    const env = {
      ...ports,
      OKTA_ORG_URL: 'https://dev-1.okta.com',
      OIDC_SCOPES: 'openid profile email groups',
      OIDC_CLIENT_ID: 'client',
      OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4',
      SESSION_SECRET: 'Zq8+3Lw/9xTf2Vb7Ns1Rm4Hc6Jd5kP0yUe4Wg7Xa=',
    };
    const production = run('npm run start:prod', env);
    await production.prints(`Open ${url} `);
    expect((await new Browser().get(url)).text).toContain('Log in');
    production.kill('SIGTERM');
    await production.exit();
    await production.leavesNothing();
  });

  async function edit(file: string, change: (text: string) => string): Promise<void> {
    const path = join(checkout.directory, file);
    await writeFile(path, change(await readFile(path, 'utf8')));
  }
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries === 200) throw new Error('It did not come true.');
    await sleep(50);
  }
}
