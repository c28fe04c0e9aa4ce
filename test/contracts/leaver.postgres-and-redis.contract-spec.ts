import { describeLeaver } from '../e2e/scim/describe-leaver.js';
import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { startRedis, type RedisServer } from '../servers/redis.js';

let postgres: PostgresServer;
let redis: RedisServer;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
}, 60_000);

afterAll(async () => {
  await redis.remove();
  await postgres.remove();
});

describeLeaver(async () => ({ DATABASE_URL: await postgres.createDatabase(), SESSION_STORE_URL: redis.urls.join(',') }));
