import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { signIn } from '../support/sign-in.js';
import { startOkta, type RunningOkta } from '../support/start-okta.js';
import { buildApplication, Instance, type Build } from './instances.js';
import { percentile, visitUntil, type LoadResult } from './load.js';
import { startNginx } from './nginx.js';
import type { ProxyServer } from './proxy.js';

/** Milliseconds. */
const quietTime = 4000;

describe('Three instances on PostgreSQL behind nginx', () => {
  let postgres: PostgresServer;
  let okta: RunningOkta;
  let build: Build;
  let nginx: ProxyServer;
  let instances: Instance[];
  let url: string;
  let browser: Browser;

  beforeAll(async () => {
    const publicPort = await freePort();
    url = `https://localhost:${publicPort}`;
    [postgres, okta, build] = await Promise.all([startPostgres(), startOkta(url), buildApplication()]);
    const env = {
      ...okta.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      TRUST_PROXY: 'loopback',
      DATABASE_URL: await postgres.createDatabase(),
      SESSION_SECRET: randomBytes(32).toString('base64'),
      LOG_LEVEL: 'warn',
      // Low, so that even a slow machine's attack reaches it.
      RATE_LIMIT: '60',
    };
    const ports = [await freePort(), await freePort(), await freePort()];
    instances = ports.map((port) => new Instance(build, port, env));
    await Promise.all(instances.map((instance) => instance.start()));
    nginx = await startNginx(new Map([[publicPort, { instances: ports }]]));
    browser = new Browser({ ca: nginx.ca });
    const profile = await signIn(browser, url, 'alice@example.com', 'alice');
    if (profile.status !== 200) throw new Error(`Signing in ended with ${profile.status}: ${profile.text.slice(0, 500)}`);
  }, 240_000);

  afterAll(async () => {
    await nginx?.remove();
    await Promise.all((instances ?? []).map((instance) => instance.stop()));
    await okta?.close();
    await postgres?.remove();
    await build?.remove();
  }, 60_000);

  /** A signed-in person who reloads their page. */
  const people = (until: Promise<unknown>): Promise<LoadResult> =>
    visitUntil(until, 4, 20, () => ({
      url: `${url}/profile`,
      ca: nginx.ca,
      headers: { cookie: browser.cookies.header(new URL(url), undefined, true) ?? '', accept: 'text/html' },
    }));

  it('finishes every request while one instance after the other is replaced', async () => {
    const rolling = async (): Promise<void> => {
      for (const instance of instances) {
        await sleep(500);
        await instance.stop();
        await instance.start();
      }
      await sleep(500);
    };
    const { statuses, times } = await people(rolling());
    console.log(`Rolling restart: ${times.length} requests, ${JSON.stringify([...statuses])}, p99 ${percentile(times, 0.99)} ms`);
    expect([...statuses.keys()]).toEqual([200]);
  }, 240_000);

  it('serves those who are signed in while strangers hammer on sign-in', async () => {
    const quiet = await people(sleep(quietTime));
    const before = await Promise.all(instances.map((instance) => instance.memory()));
    const attack = sleep(2 * quietTime);
    const paths = [
      '/login',
      '/authorization-code/callback?code=x&state=y',
      '/logout',
      '/backchannel-logout',
      '/profile?%00',
      `/${'a'.repeat(2000)}`,
    ];
    const hostile = visitUntil(attack, 16, 0, (count) => ({
      url: `${url}${paths[count % paths.length] ?? '/'}`,
      ca: nginx.ca,
      headers: { cookie: `__Host-signin_session=${'f'.repeat(43)}; x=${count}`, 'x-forwarded-for': `198.51.100.${count % 250}` },
    }));
    const served = await people(attack);
    const answers = await hostile;
    const after = await Promise.all(instances.map((instance) => instance.memory()));
    const megabytes = (bytes: number[]): string => bytes.map((value) => Math.round(value / 1048576)).join('/');
    console.log(
      `Hostile load: ${answers.times.length} requests in ${(2 * quietTime) / 1000} s, ${JSON.stringify([...answers.statuses])}; ` +
        `people: quiet p99 ${percentile(quiet.times, 0.99)} ms, under attack p99 ${percentile(served.times, 0.99)} ms; ` +
        `memory ${megabytes(before)} MB, then ${megabytes(after)} MB`,
    );
    expect([...served.statuses.keys()]).toEqual([200]);
    expect(answers.statuses.get('error')).toBeUndefined();
    expect(answers.statuses.get(500)).toBeUndefined();
    expect(answers.statuses.get(429)).toBeGreaterThan(0);
  }, 120_000);
});
