import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { freePort } from '../support/free-port.js';
import { startOkta, type RunningOkta } from '../support/start-okta.js';
import { buildApplication, Instance, type Build } from './instances.js';
import { percentile } from './load.js';
import { startNginx } from './nginx.js';
import { signInPeople, type Reload } from './people.js';
import type { ProxyServer } from './proxy.js';

describe('Three instances on PostgreSQL behind nginx', () => {
  let postgres: PostgresServer;
  let okta: RunningOkta;
  let build: Build;
  let nginx: ProxyServer;
  let instances: Instance[];
  let url: string;
  let people: Reload;

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
    };
    const ports = [await freePort(), await freePort(), await freePort()];
    instances = ports.map((port) => new Instance(build, port, env));
    await Promise.all(instances.map((instance) => instance.start()));
    nginx = await startNginx(new Map([[publicPort, { instances: ports }]]));
    people = await signInPeople(url, nginx.ca);
  }, 240_000);

  afterAll(async () => {
    await nginx?.remove();
    await Promise.all((instances ?? []).map((instance) => instance.stop()));
    await okta?.close();
    await postgres?.remove();
    await build?.remove();
  }, 60_000);

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
});
