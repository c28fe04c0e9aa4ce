import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open-database.js';
import { DatabaseSessionStore } from './database-session-store.js';
import { DatabaseUserStore } from '../users/database-user-store.js';
import { KeyRing } from './key-ring.js';
import { Sessions } from './sessions.js';

describe('A token that counts once', () => {
  let database: Database;
  let instances: Sessions[];
  let now = Date.now();
  const expiresAt = now + 60_000;

  beforeEach(async () => {
    now = Date.now();
    database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
    const timeouts = { idleTimeout: 1800, absoluteTimeout: 43_200 };
    const open = () =>
      new Sessions(new DatabaseSessionStore(database), new DatabaseUserStore(database), new KeyRing(['secret']), timeouts, {
        now: () => now,
      });
    instances = [open(), open()];
  });
  afterEach(() => database.close());

  const use = (
    instance: number,
    work: () => Promise<string> = () => Promise.resolve('done'),
    purpose = 'logout',
  ): Promise<string | undefined> =>
    instances[instance]?.once(purpose, 'https://issuer.example jti-1', expiresAt, work) ??
    Promise.reject(new Error(`There is no instance ${instance}.`));

  it('is used up by work that was done, on every instance, for its purpose and until it expires', async () => {
    expect(await use(0)).toBe('done');
    expect([await use(0), await use(1)]).toEqual([undefined, undefined]);
    expect(await use(1, undefined, 'another')).toBe('done');
    now += 61_000;
    expect(await use(1)).toBe('done');
  });

  it('does no work a second time', async () => {
    await use(0);
    let worked = false;
    await use(1, async () => {
      worked = true;
      return 'again';
    });
    expect(worked).toBe(false);
  });

  it('is not used up by work that failed', async () => {
    await expect(use(0, () => Promise.reject(new Error('The store is away.')))).rejects.toThrow('The store is away.');
    expect(await use(1)).toBe('done');
  });

  it('gives its result to one of several that are at work at the same moment', async () => {
    let atWork = 0;
    let letGo = (): void => undefined;
    const everybody = new Promise<void>((resolve) => (letGo = resolve));
    const work = async (): Promise<string> => {
      if (++atWork === 4) letGo();
      await everybody;
      return 'done';
    };
    const results = await Promise.all([use(0, work), use(1, work), use(0, work), use(1, work)]);
    expect(results.filter((result) => result === 'done')).toHaveLength(1);
  });
});
