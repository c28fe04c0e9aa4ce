import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { postgresDatabase } from './backends.js';
import { migrationCases } from './cases/migrations.js';
import { describeSessionsOnServer, describeUsers } from './session-contract.js';

let server: PostgresServer;
beforeAll(async () => void (server = await startPostgres()), 60_000);
afterAll(() => server.remove());

describeSessionsOnServer('PostgreSQL', () => postgresDatabase(server));
describeUsers('PostgreSQL', () => postgresDatabase(server));
describe('A database in PostgreSQL', () => migrationCases(async () => ({ kind: 'postgres', url: await server.createDatabase() })));
