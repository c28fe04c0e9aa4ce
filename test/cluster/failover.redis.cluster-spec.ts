import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { startRedisCluster, type RedisServer } from '../servers/redis.js';
import type { Browser } from '../support/browser.js';
import { Cluster } from './cluster.js';

/** Milliseconds. */
const beforeCrash = 5000;
const afterCrash = 25_000;
/** What a primary has acknowledged reaches its replica a moment later: Redis replicates behind the reply. */
const replicationTime = 1000;
/** So many that some of their sessions lie on each primary. */
const readers = 24;
const arriving = 4;

describe('Three instances on a Redis cluster of three primaries', () => {
  let postgres: PostgresServer;
  let redis: RedisServer;
  let cluster: Cluster;

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedisCluster({ replicas: true })]);
    const urls = redis.urls.slice(0, 3).join(',');
    cluster = await Cluster.start({ DATABASE_URL: await postgres.createDatabase(), SESSION_STORE_URL: urls });
  }, 240_000);

  afterAll(async () => {
    await cluster?.stop();
    await redis?.remove();
    await postgres?.remove();
  }, 60_000);

  it('lose no session when one of the primaries is killed under load, say 503 until its replica has taken over, and go on by themselves', async () => {
    const staying = (await Promise.all(Array.from({ length: readers }, () => cluster.signIn()))).filter((browser) => browser !== undefined);
    const signedIn = staying.map((browser) => ({ at: Date.now(), browser }));
    const visits: { readonly at: number; readonly status: number }[] = [];
    let interrupted = 0;
    const until = Date.now() + beforeCrash + afterCrash;
    const read = async (browser: Browser): Promise<void> => {
      while (Date.now() < until) {
        const { status } = await browser.get(`${cluster.url}/api/me`);
        visits.push({ at: Date.now(), status });
        await sleep(250);
      }
    };
    const arrive = async (): Promise<void> => {
      while (Date.now() < until) {
        const browser = await cluster.signIn().catch(() => undefined);
        if (browser === undefined) interrupted += 1;
        else signedIn.push({ at: Date.now(), browser });
      }
    };
    const load = Promise.all([...staying.map(read), ...Array.from({ length: arriving }, arrive)]);
    await sleep(beforeCrash);
    const crash = Date.now();
    await redis.crash(0);
    await load;

    const failed = visits.filter(({ status }) => status !== 200);
    const kept = await Promise.all(signedIn.map(({ browser }) => cluster.isSignedIn(browser)));
    const lost = signedIn.filter((_session, index) => !kept[index]).map(({ at }) => at);
    const last = Math.max(crash, ...failed.map(({ at }) => at));
    process.stderr.write(
      `a primary killed: ${signedIn.length} sessions, ${lost.length} lost; ${visits.length} requests, ${failed.length} failed, the last of them ` +
        `${((last - crash) / 1000).toFixed(1)} s after the kill; ${interrupted} sign-ins interrupted\n`,
    );
    expect(new Set(failed.map(({ status }) => status))).toEqual(new Set([503]));
    expect(failed.filter(({ at }) => at < crash)).toEqual([]);
    expect(lost.filter((at) => Math.abs(crash - at) > replicationTime)).toEqual([]);
    expect(staying).toHaveLength(readers);
    for (const instance of [0, 1, 2]) {
      cluster.balancer.pinned = instance;
      const signIns = await Promise.all(Array.from({ length: arriving }, () => cluster.signIn()));
      expect(signIns).not.toContain(undefined);
    }
  }, 180_000);
});
