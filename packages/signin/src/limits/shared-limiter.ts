import { CompiledQuery } from 'kysely';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRedis } from 'rate-limiter-flexible';
import type { SessionStoreSettings } from '../config/settings.js';
import type { Database } from '../database/database.js';
import { CircuitBreaker } from './circuit-breaker.js';
import type { SharedLimiter } from './rate-limits.js';

const windowSeconds = 60;

/**
 * Counts up to `points` requests a minute where all instances see it: in Redis where sessions are there, else in PostgreSQL.
 * In this process alone on SQLite, which has one instance, and for as long as the store is down.
 */
export async function openSharedLimiter(
  points: number,
  sessionStore: SessionStoreSettings,
  database: Pick<Database, 'kind' | 'kysely'>,
): Promise<SharedLimiter> {
  const memory = new RateLimiterMemory({ points, duration: windowSeconds });
  // Whoever is over the limit is refused without asking the store again until the minute is over.
  const shared = { points, duration: windowSeconds, inMemoryBlockOnConsumed: points + 1, insuranceLimiter: memory };
  const breaker = new CircuitBreaker();
  if (sessionStore.kind === 'redis') {
    const { RedisLink, script } = await import('../session/redis/redis-link.js');
    const link = RedisLink.open(sessionStore);
    // The part of a Redis client that the library calls. It does not wait for the server.
    const storeClient = {
      eval: (text: string, call: { keys: [string]; arguments: string[] }): Promise<unknown> =>
        breaker.call(async () => (await link).run(script(text), call.keys, call.arguments)),
    };
    return {
      limiter: new RateLimiterRedis({ ...shared, keyPrefix: 'okta-nest-signin:limit', storeClient, useRedisPackage: true }),
      close: async () => (await link).close(),
    };
  }
  const close = (): Promise<void> => Promise.resolve();
  if (database.kind === 'sqlite') return { limiter: memory, close };
  // The part of a PostgreSQL client that the library calls.
  const storeClient = {
    query: ({ text, values }: { text: string; values: unknown[] }): Promise<{ rows: unknown[]; rowCount: number }> =>
      breaker.call(async () => {
        const { rows } = await database.kysely.executeQuery(CompiledQuery.raw(text, values));
        return { rows, rowCount: rows.length };
      }),
  };
  const table = { keyPrefix: '', tableName: 'signin_rate_limits', tableCreated: true };
  return { limiter: new RateLimiterPostgres({ ...shared, ...table, storeClient, storeType: 'client' }), close };
}
