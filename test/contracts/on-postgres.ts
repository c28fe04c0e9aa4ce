import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { useDatabases } from '../support/databases-of-apps.js';

let server: PostgresServer;

// Hooks run in the order in which they are registered: this is to be imported before what starts applications.
beforeAll(async () => {
  server = await startPostgres();
  useDatabases(() => server.createDatabase());
}, 60_000);

/** For an afterAll() of the file itself, which comes after those of what it imports. */
export async function removePostgres(): Promise<void> {
  await server.remove();
}
