import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { register, settingsFor, settle } from '../conformance/scenario.js';
import { type Provider, startProvider } from '../conformance/provider/start-provider.js';
import { commandLine, type Ended } from '../contracts/source-program.js';
import { refresh } from '../support/held-session.js';
import { type PostgresServer, startPostgres } from '../servers/postgres.js';
import { type RedisServer, startRedis } from '../servers/redis.js';
import { Browser } from '../support/browser.js';
import type { Page } from '../support/page.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const scopes = 'openid profile offline_access';
const program = 'process.argv.splice(1, 1, process.argv[1]); await import(process.argv[1]);';

describe('Connections in PostgreSQL, with two instances and sessions in Redis', () => {
  let folder: string;
  let postgres: PostgresServer;
  let redis: RedisServer;
  let ours: Provider;
  let theirs: Provider;
  let env: Record<string, string>;
  let instances: readonly [RunningApp, RunningApp];
  let database: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'okta-nest-signin-organisations-'));
    [postgres, redis, ours, theirs] = await Promise.all([startPostgres(), startRedis(), startProvider(), startProvider()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([postgres, redis].map((server) => server.remove()));
    await Promise.all([ours, theirs].map((provider) => provider.close()));
    rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    await redis.command('FLUSHALL');
    database = await postgres.createDatabase();
    env = {
      ...settingsFor(ours, { OIDC_SCOPES: scopes }),
      DATABASE_URL: database,
      SESSION_STORE_URL: redis.urls.join(','),
      SESSION_SECRET: 'shared by the two instances of this test',
    };
    const first = await startApp(env);
    const second = await startApp({ ...env, PUBLIC_URL: first.url });
    instances = [first, second];
    for (const provider of [ours, theirs]) {
      register(provider, first.url);
      provider.client.redirectUris.push(`${first.url}/authorization-code/callback/globex`);
      Object.assign(provider.client, { clientSecret: 'conformance-secret-0123456789abcdef', auth: 'client_secret_basic' });
    }
  });
  afterEach(() => Promise.all(instances.map((app) => app.close())));

  /** `npm run connections`, in a process of its own. */
  const run = (commands: readonly string[], input = ''): Promise<Ended> =>
    new Promise((resolve) => {
      const surroundings = { cwd: folder, env: { ...env, NODE_ENV: 'test', PUBLIC_URL: instances[0].url } };
      const child = execFile(
        process.execPath,
        commandLine(program, 'operator/connections-command.ts', commands),
        surroundings,
        (error, output, errors) => resolve({ status: error ? Number(error.code) : 0, output, errors }),
      );
      child.stdin?.end(input);
    });
  const addressOf = (index: 0 | 1): string => `http://localhost:${instances[index].settings.listen.port}`;
  const statusAt = async (index: 0 | 1, browser: Browser): Promise<number> => (await browser.get(`${addressOf(index)}/api/me`)).status;
  const settled = async (browser: Browser, address: string): Promise<Page> => settle(browser, await browser.get(address));

  async function add(...further: string[]): Promise<void> {
    const { clientId, clientSecret } = theirs.client;
    const pairs = [
      'LABEL=Globex',
      'DOMAINS=globex.example',
      `OIDC_ISSUER=${theirs.issuer}`,
      `OIDC_CLIENT_ID=${clientId}`,
      `OIDC_SCOPES=${scopes}`,
    ];
    const added = await run(['add', 'globex', ...pairs, 'OIDC_CLIENT_SECRET_FILE=-', ...further], `${clientSecret}\n`);
    expect(added).toMatchObject({ status: 0, errors: '' });
    expect(added.output).not.toContain(clientSecret);
  }

  async function signIn(index: 0 | 1 = 0): Promise<Browser> {
    const browser = new Browser();
    const page = await settled(browser, `${addressOf(index)}/login?connection=globex&returnTo=/profile`);
    expect([page.url, page.status]).toEqual([`${instances[0].url}/profile`, 200]);
    return browser;
  }

  /** Until it is so, at most the five seconds in which a change has to arrive. */
  async function within5Seconds(isSo: () => Promise<boolean>): Promise<void> {
    for (const began = Date.now(); !(await isSo()); await sleep(100)) expect(Date.now() - began).toBeLessThan(5000);
  }

  it('are in use on both instances as soon as they are added, and hold no secret in the open', async () => {
    for (const index of [0, 1] as const) expect((await new Browser().get(`${addressOf(index)}/login`)).url).not.toContain('/login');
    await add();
    const browser = new Browser();
    // Begun on one instance, finished on the other.
    const asked = await browser.get(`${addressOf(1)}/login?connection=globex&returnTo=/profile`, {}, { redirect: 'manual' });
    expect(asked.headers.location).toMatch(new RegExp(`^${theirs.origin}/`));
    await within5Seconds(async () => (await new Browser().get(`${addressOf(1)}/login`)).text.includes('Globex'));
    await within5Seconds(async () => (await new Browser().get(`${addressOf(0)}/login`)).text.includes('Globex'));
    const rows = await postgres.query(database, 'select * from signin_connections');
    expect(JSON.stringify(rows)).toContain(theirs.client.clientId);
    expect(JSON.stringify(rows)).not.toContain(theirs.client.clientSecret);
    expect((await run(['list'])).output).toMatch(/^default .*in the settings\nglobex {2}Globex .* globex\.example {2}in use\n$/);
    expect((await run(['test', 'globex'])).output).toContain('It takes the client.');
  });

  it('let people finish on the other instance, and keep them apart from the same person elsewhere', async () => {
    await add();
    const [guest, host] = [await signIn(1), new Browser()];
    await settled(host, `${addressOf(0)}/login?connection=default&returnTo=/profile`);
    expect([await statusAt(0, guest), await statusAt(1, guest), await statusAt(1, host)]).toEqual([200, 200, 200]);
    const people = await postgres.query(database, 'select connection, subject from signin_users order by connection');
    expect(people).toEqual([
      { connection: 'default', subject: ours.person.sub },
      { connection: 'globex', subject: theirs.person.sub },
    ]);
  });

  it('take a new secret and a new key at once, for open refreshes too, on both instances', async () => {
    await add();
    const browser = await signIn();
    theirs.client.clientSecret = 'a new secret of the client, 0123456789';
    await expect(refresh(instances[1], browser)).rejects.toThrow();
    expect((await run(['test', 'globex'])).status).toBe(1);
    expect(await run(['change', 'globex', 'OIDC_CLIENT_SECRET_FILE=-'], theirs.client.clientSecret)).toMatchObject({ status: 0 });
    for (const instance of instances) {
      const { before, after } = await refresh(instance, browser);
      expect(after).not.toBe(before);
    }

    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    Object.assign(theirs.client, { auth: 'private_key_jwt', publicKey: pem });
    const changed = await run(['change', 'globex', 'OIDC_CLIENT_SECRET_FILE=', 'OIDC_CLIENT_PRIVATE_KEY_FILE=key.pem']);
    expect(changed).toMatchObject({ status: 0, errors: '' });
    rmSync(join(folder, 'key.pem'));
    for (const instance of instances) {
      const { before, after } = await refresh(instance, browser);
      expect(after).not.toBe(before);
    }
    await signIn(1);
    const rows = JSON.stringify(await postgres.query(database, 'select * from signin_connections'));
    expect(rows).not.toContain('PRIVATE KEY');
  });

  it('let nobody in while they are disabled, and keep or end the sessions as it was asked', async () => {
    await add();
    const browser = await signIn();
    const onTheWay = new Browser();
    const left = await onTheWay.get(`${addressOf(0)}/login?connection=globex`, {}, { redirect: 'manual' });
    expect((await run(['disable', 'globex'])).output).toBe('The connection globex is disabled.\n');
    for (const index of [0, 1] as const) expect((await new Browser().get(`${addressOf(index)}/login?connection=globex`)).status).toBe(403);
    // A sign-in that was under way comes to nothing.
    expect((await onTheWay.get(left.headers.location ?? '')).status).toBe(403);
    expect([await statusAt(0, browser), await statusAt(1, browser)]).toEqual([200, 200]);
    const revocations = theirs.requestsTo('revocation').length;
    expect((await run(['disable', 'globex', '--end-sessions'])).output).toMatch(
      /Ended 1 session\. Refresh tokens revoked at the provider: 1\.\n$/,
    );
    expect([await statusAt(0, browser), await statusAt(1, browser)]).toEqual([401, 401]);
    expect(theirs.requestsTo('revocation').length).toBe(revocations + 1);
    await run(['enable', 'globex']);
    await signIn(1);
  });

  it('leave with their sessions, and with nobody else', async () => {
    await add();
    const [guest, host] = [await signIn(), new Browser()];
    await settled(host, `${addressOf(0)}/login?connection=default&returnTo=/profile`);
    const onTheWay = new Browser();
    const left = await onTheWay.get(`${addressOf(1)}/login?connection=globex`, {}, { redirect: 'manual' });
    expect((await run(['remove', 'globex'])).output).toMatch(
      /^The connection globex is removed\. Ended 1 session\. Refresh tokens revoked/,
    );
    expect([await statusAt(0, guest), await statusAt(1, guest), await statusAt(1, host)]).toEqual([401, 401, 200]);
    expect((await onTheWay.get(left.headers.location ?? '')).status).toBe(404);
    await within5Seconds(async () => !(await new Browser().get(`${addressOf(1)}/login`)).url.includes('/login'));
    expect(await postgres.query(database, 'select * from signin_connection_domains')).toEqual([]);
  });

  it('are told apart by errors with a name', async () => {
    await add();
    const refusals = [
      [['add', 'globex', 'OIDC_ISSUER=https://x.example', 'OIDC_CLIENT_ID=x', 'OIDC_CLIENT_AUTH=none'], 1, 'connection_exists'],
      [
        ['add', 'other', 'DOMAINS=globex.example', 'OIDC_ISSUER=https://x.example', 'OIDC_CLIENT_ID=x', 'OIDC_CLIENT_AUTH=none'],
        1,
        'connection_domain_taken',
      ],
      [['change', 'nobody', 'LABEL=x'], 1, 'connection_unknown'],
      [['remove', 'default'], 1, 'connection_configured'],
      [['add', 'other', 'OIDC_ISSUER=ftp://x'], 78, 'OIDC_ISSUER'],
      [['add', 'Other', 'OIDC_ISSUER=https://x.example', 'OIDC_CLIENT_ID=x', 'OIDC_CLIENT_AUTH=none'], 2, 'lower-case'],
      [['add', 'other', 'OIDC_CLIENT_SECRET=hunter2'], 2, 'OIDC_CLIENT_SECRET_FILE=-'],
      [['add', 'other', 'OIDC_CLIENT_SECRET_FILE=nowhere'], 2, 'ENOENT'],
      [['add', 'other', 'SCOPE=x'], 2, 'SCOPE is not'],
      [['list', 'globex'], 2, 'npm run connections'],
    ] as const;
    for (const [commands, status, named] of refusals) {
      const refused = await run(commands);
      expect([commands, refused.status, refused.output]).toEqual([commands, status, '']);
      expect(refused.errors).toContain(named);
      expect(refused.errors).not.toContain('hunter2');
    }
  });
});
