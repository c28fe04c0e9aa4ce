import { openDatabase } from '../../packages/signin/src/database/open-database.js';
import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { rateLimitCases } from './cases/rate-limits.js';

describe('Rate limits in PostgreSQL', () => {
  let server: PostgresServer;
  let url: string;

  beforeAll(async () => {
    server = await startPostgres();
    url = await server.createDatabase();
  }, 60_000);
  afterAll(() => server.remove());

  rateLimitCases(() => ({
    sessionStore: { kind: 'database' },
    openDatabase: () => openDatabase({ kind: 'postgres', url }),
    stop: () => server.stop(),
    start: () => server.start(),
  }));
});
