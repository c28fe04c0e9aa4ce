import { startPostgres } from '../servers/postgres.js';
import { describeTwoInstances } from './describe-two-instances.js';

describeTwoInstances('PostgreSQL', async () => {
  const postgres = await startPostgres();
  return { url: await postgres.createDatabase(), remove: () => postgres.remove() };
});
