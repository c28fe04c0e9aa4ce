import type { SessionStoreSettings } from '../../../packages/signin/src/config/settings.js';
import type { Database } from '../../../packages/signin/src/database/database.js';
import { RateLimits } from '../../../packages/signin/src/limits/rate-limits.js';
import { openSharedLimiter } from '../../../packages/signin/src/limits/shared-limiter.js';

/** What two instances share, and a way to take it away. */
export interface LimitBackend {
  readonly sessionStore: SessionStoreSettings;
  openDatabase(): Promise<Database>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Cases of a limit that instances share. */
export function rateLimitCases(backend: () => LimitBackend): void {
  const open: { limits: RateLimits; database: Database }[] = [];

  async function instance(points: number): Promise<RateLimits> {
    const database = await backend().openDatabase();
    const limits = new RateLimits(await openSharedLimiter(points, backend().sessionStore, database));
    open.push({ limits, database });
    return limits;
  }

  afterEach(async () => {
    for (const { limits, database } of open.splice(0)) {
      await limits.onApplicationShutdown();
      await database.close();
    }
  });

  it('counts what an address asks of all instances together', async () => {
    const [one, other] = [await instance(4), await instance(4)];
    const address = '192.0.2.1';
    const waits = [await one.consume(address), await other.consume(address), await one.consume(address), await other.consume(address)];
    expect(waits).toEqual([0, 0, 0, 0]);
    expect(await one.consume(address)).toBeGreaterThan(0);
    expect(await other.consume(address)).toBeGreaterThan(0);
    expect(await other.consume('192.0.2.2')).toBe(0);
  });

  it('loses no request of many at once', async () => {
    const [one, other] = [await instance(50), await instance(50)];
    const waits = await Promise.all(Array.from({ length: 100 }, (_, index) => (index % 2 ? one : other).consume('2001:db8::1')));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(50);
  });

  it('counts in the process while the store is down', async () => {
    const one = await instance(2);
    await backend().stop();
    const address = '192.0.2.9';
    expect([await one.consume(address), await one.consume(address)]).toEqual([0, 0]);
    expect(await one.consume(address)).toBeGreaterThan(0);
    await backend().start();
  });
}
