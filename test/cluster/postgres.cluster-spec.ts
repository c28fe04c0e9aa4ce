import { startPostgres } from '../servers/postgres.js';
import { describeCluster } from './describe-cluster.js';

describeCluster('PostgreSQL', async () => {
  const postgres = await startPostgres();
  return {
    env: { DATABASE_URL: await postgres.createDatabase() },
    stop: () => postgres.stop('crash'),
    start: () => postgres.start(),
    remove: () => postgres.remove(),
  };
});
