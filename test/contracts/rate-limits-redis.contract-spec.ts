import { openDatabase } from '../../packages/signin/src/database/open-database.js';
import { startRedis, startRedisCluster, type RedisServer } from '../servers/redis.js';
import { rateLimitCases } from './cases/rate-limits.js';

describe.each([
  ['Redis', startRedis],
  ['a Redis cluster', startRedisCluster],
])('Rate limits in %s', (_name, startServer) => {
  let server: RedisServer;

  beforeAll(async () => void (server = await startServer()), 60_000);
  afterAll(() => server.remove());

  rateLimitCases(() => ({
    sessionStore: { kind: 'redis', urls: server.urls, cluster: server.cluster },
    openDatabase: () => openDatabase({ kind: 'sqlite', file: ':memory:' }),
    stop: () => server.stop(),
    start: () => server.start(),
  }));
});
