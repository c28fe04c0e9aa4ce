import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.js';
import { startOkta, type RunningOkta } from '../support/start-okta.js';
import { buildApplication, Instance, type Build } from './instances.js';
import { hammerUntil, percentile } from './load.js';
import { startNginx } from './nginx.js';
import { signInPeople, type Reload } from './people.js';
import type { ProxyServer } from './proxy.js';

/** Seconds; requests a second. */
const quietTime = 5;
const attackTime = 60;
const rate = 500;
const measurements = 4;
const attacks = [
  '/login',
  '/authorization-code/callback?code=x&state=y',
  '/logout',
  '/backchannel-logout',
  '/profile?%00',
  `/${'a'.repeat(2000)}`,
];

describe('One instance on one core behind nginx, under a hostile load', () => {
  let okta: RunningOkta;
  let build: Build;
  let nginx: ProxyServer;
  let instance: Instance;
  let url: string;
  let people: Reload;

  beforeAll(async () => {
    const [publicPort, port] = [await freePort(), await freePort()];
    url = `https://localhost:${publicPort}`;
    [okta, build] = await Promise.all([startOkta(url), buildApplication()]);
    instance = new Instance(build, port, {
      ...okta.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      TRUST_PROXY: 'loopback',
      SESSION_SECRET: 'f3a9c1e07b5d48269e1f0c7ab3d5824617c9e0fa42bd6837',
    });
    await instance.start();
    nginx = await startNginx(new Map([[publicPort, { instances: [port] }]]));
    people = await signInPeople(url, nginx.ca);
  }, 240_000);

  afterAll(async () => {
    await nginx?.remove();
    await instance?.stop();
    await okta?.close();
    await build?.remove();
  }, 60_000);

  const memoryDuring = async (seconds: number): Promise<string> => {
    const megabytes: number[] = [];
    for (let count = 0; count < measurements; count += 1) {
      await sleep((seconds * 1000) / measurements);
      megabytes.push(Math.round((await instance.memory()) / 1_048_576));
    }
    return `${megabytes.join(', ')} MB`;
  };

  it('serves those who are signed in, and fails at nothing', async () => {
    const quiet = await people(sleep(quietTime * 1000));
    const attack = memoryDuring(attackTime);
    const hostile = hammerUntil(attack, rate, (count) => ({
      url: `${url}${attacks[count % attacks.length] ?? '/'}`,
      ca: nginx.ca,
      headers: { cookie: `__Host-signin_session=${'f'.repeat(43)}; x=${count}`, 'x-forwarded-for': `198.51.100.${count % 250}` },
    }));
    const served = await people(attack);
    const answers = await hostile;
    console.log(
      `Hostile load: ${Math.round(answers.times.length / attackTime)} requests a second for ${attackTime} s, ` +
        `${JSON.stringify([...answers.statuses])}; people: quiet p99 ${percentile(quiet.times, 0.99)} ms, ` +
        `under attack p99 ${percentile(served.times, 0.99)} ms; memory ${await attack}`,
    );
    expect([...served.statuses.keys()]).toEqual([200]);
    expect(answers.statuses.get('error')).toBeUndefined();
    expect(answers.statuses.get(500)).toBeUndefined();
    expect(answers.statuses.get(429)).toBeGreaterThan(0);
  }, 240_000);
});
