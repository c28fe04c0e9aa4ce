import { RateLimiterRedis, type IRateLimiterRedisOptions } from 'rate-limiter-flexible';
import type { SessionStoreSettings } from '../config/settings.js';
import { RedisLink, script } from '../session/redis/redis-link.js';
import type { SharedLimiter } from './rate-limits.js';
import { CircuitBreaker } from './circuit-breaker.js';

/** The part of openSharedLimiter() for Redis: it does not wait for the server. */
export function openRedisLimiter(
  options: Omit<IRateLimiterRedisOptions, 'storeClient'>,
  sessionStore: Extract<SessionStoreSettings, { kind: 'redis' }>,
): SharedLimiter {
  const link = RedisLink.open(sessionStore);
  const keyPrefix = 'okta-nest-signin:limit';
  return {
    limiter: new RateLimiterRedis({ ...options, keyPrefix, storeClient: redisClient(link), useRedisPackage: true }),
    close: async () => (await link).close(),
  };
}

/** The part of a Redis client that the library calls. */
function redisClient(link: Promise<RedisLink>): object {
  const breaker = new CircuitBreaker();
  const scripts = new Map<string, ReturnType<typeof script>>();
  return {
    eval: (text: string, call: { keys: [string]; arguments: string[] }): Promise<unknown> => {
      const known = scripts.get(text) ?? script(text);
      scripts.set(text, known);
      return breaker.call(async () => (await link).run(known, call.keys, call.arguments));
    },
  };
}
