import { startPostgres } from '../servers/postgres.js';
import { postgresDatabase } from './backends.js';
import { describeSessions } from './session-contract.js';

describeSessions('PostgreSQL', async () => postgresDatabase(await startPostgres()));
