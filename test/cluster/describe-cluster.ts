import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '../support/browser.js';
import { Cluster } from './cluster.js';

/** Milliseconds. */
const outage = 20_000;
const signInTime = 6000;
const people = 16;

export interface StoreUnderTest {
  readonly env: Readonly<Record<string, string>>;
  /** Stops what holds the sessions, and starts it again with what it had. */
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** What three instances that share a store must hold to, whatever the store. */
export function describeCluster(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`Three instances on ${name}`, () => {
    let store: StoreUnderTest;
    let cluster: Cluster;

    beforeAll(async () => {
      store = await open();
      cluster = await Cluster.start(store.env);
    }, 240_000);

    afterAll(async () => {
      await cluster?.stop();
      await store?.remove();
    }, 60_000);

    it('sign in on one, serve the profile on another and sign out on the third', async () => {
      const browser = await on(0, () => cluster.signIn());
      if (browser === undefined) throw new Error('the sign-in did not complete');
      const profile = await on(1, () => browser.get(`${cluster.url}/profile`));
      expect(profile.status).toBe(200);
      await on(2, () =>
        browser.submit(
          profile,
          {},
          profile.forms.findIndex(({ action }) => action.endsWith('/logout')),
        ),
      );
      for (const instance of [0, 1, 2]) expect(await on(instance, () => cluster.isSignedIn(browser))).toBe(false);
    });

    it('answer 503 quickly while the store is away, sign nobody out, and recover by themselves', async () => {
      const browsers = await Promise.all([cluster.signIn(), cluster.signIn()]);
      await store.stop();
      const until = Date.now() + outage;
      const answers: { status: number; took: number }[] = [];
      while (Date.now() < until) {
        for (const browser of browsers) {
          const start = Date.now();
          const page = await browser!.get(`${cluster.url}/profile`);
          answers.push({ status: page.status, took: Date.now() - start });
          expect(page.setCookies).toEqual([]);
        }
        await sleep(500);
      }
      await store.start();
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
      // A bound for "does not hang", not a measure: a browser waits for minutes.
      expect(Math.max(...answers.map(({ took }) => took))).toBeLessThan(10_000);
      for (const browser of browsers) expect(await eventually(() => cluster.isSignedIn(browser!))).toBe(true);
    }, 120_000);

    it('lose no completed session when one is killed in the middle of sign-ins', async () => {
      const signedIn: Browser[] = [];
      let failed = 0;
      const until = Date.now() + signInTime;
      const person = async (): Promise<void> => {
        while (Date.now() < until) {
          const browser = await cluster.signIn().catch(() => undefined);
          if (browser === undefined) failed += 1;
          else signedIn.push(browser);
        }
      };
      const load = Promise.all(Array.from({ length: people }, person));
      await sleep(signInTime / 2);
      await cluster.instances[0]!.kill();
      cluster.balancer.takeOut(0);
      await load;
      const kept = await Promise.all(signedIn.map((browser) => cluster.isSignedIn(browser)));
      const lost = kept.filter((isSignedIn) => !isSignedIn).length;
      process.stdout.write(`${name}: ${signedIn.length} sessions made, ${lost} lost, ${failed} sign-ins interrupted by the kill\n`);
      expect(signedIn.length).toBeGreaterThan(people);
      expect(lost).toBe(0);
    }, 120_000);

    async function on<Result>(instance: number, act: () => Promise<Result>): Promise<Result> {
      cluster.balancer.pinned = instance;
      try {
        return await act();
      } finally {
        cluster.balancer.pinned = undefined;
      }
    }
  });
}

async function eventually(test: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 150; tries += 1) {
    if (await test().catch(() => false)) return true;
    await sleep(200);
  }
  return false;
}
