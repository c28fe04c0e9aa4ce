// The attacks that bring texts of others, once more on PostgreSQL: it refuses values that SQLite takes.
import '../conformance/attacks/any-input.conformance-spec.js';
import '../conformance/attacks/callback-once.conformance-spec.js';
import '../conformance/attacks/injection.conformance-spec.js';
import '../conformance/attacks/odd-texts.conformance-spec.js';
import '../conformance/attacks/sign-out-channels.conformance-spec.js';
import '../e2e/odd-claims.e2e-spec.js';
import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { useDatabases } from '../support/default-database.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
  useDatabases(() => server.createDatabase());
}, 60_000);
afterAll(() => server.remove());
