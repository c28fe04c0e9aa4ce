import { CompiledQuery } from 'kysely';
import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import type { SessionStoreSettings } from '../config/settings.js';
import type { Database } from '../database/database.js';
import type { SharedLimiter } from './rate-limits.js';
import { CircuitBreaker } from './circuit-breaker.js';

/** Seconds. */
const window = 60;

/**
 * Counts up to `points` requests a minute where all instances see it: in Redis where sessions are there, else in PostgreSQL.
 * In this process alone on SQLite, which has one instance, and for as long as the store is down.
 */
export async function openSharedLimiter(
  points: number,
  sessionStore: SessionStoreSettings,
  database: Pick<Database, 'kind' | 'kysely'>,
): Promise<SharedLimiter> {
  const memory = new RateLimiterMemory({ points, duration: window });
  // Whoever is over the limit is refused without asking the store again until the minute is over.
  const shared = { points, duration: window, inMemoryBlockOnConsumed: points + 1, insuranceLimiter: memory };
  if (sessionStore.kind === 'redis') {
    const { openRedisLimiter } = await import('./redis-limiter.js');
    return openRedisLimiter(shared, sessionStore);
  }
  if (database.kind === 'sqlite') return { limiter: memory, close: () => Promise.resolve() };
  const storeClient = postgresClient(database);
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

/** The part of a PostgreSQL client that the library calls. */
function postgresClient({ kysely }: Pick<Database, 'kysely'>): object {
  const breaker = new CircuitBreaker();
  return {
    query: ({ text, values }: { text: string; values: unknown[] }): Promise<{ rows: unknown[]; rowCount: number }> =>
      breaker.call(async () => {
        const { rows } = await kysely.executeQuery(CompiledQuery.raw(text, values));
        return { rows, rowCount: rows.length };
      }),
  };
}
