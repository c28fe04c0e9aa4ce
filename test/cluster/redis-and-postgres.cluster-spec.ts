import { startPostgres } from '../servers/postgres.js';
import { startRedisCluster } from '../servers/redis.js';
import { describeCluster } from './describe-cluster.js';

describeCluster('a Redis cluster', async () => {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedisCluster()]);
  return {
    env: { DATABASE_URL: await postgres.createDatabase(), SESSION_STORE_URL: redis.urls.join(',') },
    stop: () => redis.stop('fast'),
    start: () => redis.start(),
    async remove() {
      await redis.remove();
      await postgres.remove();
    },
  };
});
