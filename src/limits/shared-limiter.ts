import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { SessionStoreSettings } from '../config/settings.js';
import type { Database } from '../database/database.js';
import type { RequestPool } from '../database/postgres.js';
import { RedisLink, script } from '../session/redis/redis-link.js';
import { RestingStore } from './resting-store.js';

/** Seconds. */
const window = 60;

export interface SharedLimiter {
  readonly limiter: RateLimiterAbstract;
  close(): Promise<void>;
}

/**
 * Counts up to `points` requests a minute where all instances see it: in Redis where sessions are there, else in PostgreSQL.
 * In this process alone on SQLite, which has one instance, and for as long as the store is down.
 */
export function openSharedLimiter(points: number, sessionStore: SessionStoreSettings, database: Pick<Database, 'direct'>): SharedLimiter {
  const memory = new RateLimiterMemory({ points, duration: window });
  // Whoever is over the limit is refused without asking the store again until the minute is over.
  const shared = { points, duration: window, inMemoryBlockOnConsumed: points + 1, insuranceLimiter: memory };
  if (sessionStore.kind === 'redis') {
    const link = RedisLink.open(sessionStore);
    const keyPrefix = 'okta-nest-signin:limit';
    return {
      limiter: new RateLimiterRedis({ ...shared, keyPrefix, storeClient: redisClient(link), useRedisPackage: true }),
      close: async () => (await link).close(),
    };
  }
  const { direct } = database;
  if (direct.kind === 'sqlite') return { limiter: memory, close: () => Promise.resolve() };
  const storeClient = postgresClient(direct.pool);
  const limiter = new RateLimiterPostgres({
    ...shared,
    keyPrefix: '',
    storeClient,
    storeType: 'client',
    tableName: 'rate_limits',
    tableCreated: true,
  });
  return { limiter, close: () => Promise.resolve() };
}

/** The part of a Redis client that the library calls. */
function redisClient(link: Promise<RedisLink>): object {
  const store = new RestingStore();
  const scripts = new Map<string, ReturnType<typeof script>>();
  return {
    eval: (text: string, call: { keys: [string]; arguments: string[] }): Promise<unknown> => {
      const known = scripts.get(text) ?? script(text);
      scripts.set(text, known);
      return store.ask(async () => (await link).run(known, call.keys, call.arguments));
    },
  };
}

/** The part of a PostgreSQL client that the library calls. */
function postgresClient(pool: RequestPool): object {
  const store = new RestingStore();
  return {
    query: ({ name, text, values }: { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[]; rowCount: number }> =>
      store.ask(async () => {
        const rows = await pool.query(name, text, values);
        return { rows, rowCount: rows.length };
      }),
  };
}
