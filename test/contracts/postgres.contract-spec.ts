import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { postgresDatabase } from './backends.js';
import { migrationCases } from './cases/migrations.js';
import { signIn } from './people.js';
import { describeSessionsOnServer, describeUsers } from './session-contract.js';

let server: PostgresServer;
beforeAll(async () => void (server = await startPostgres()), 60_000);
afterAll(() => server.remove());

describeSessionsOnServer('PostgreSQL', () => postgresDatabase(server));
describeUsers('PostgreSQL', () => postgresDatabase(server));
describe('A database in PostgreSQL', () => migrationCases(async () => ({ kind: 'postgres', url: await server.createDatabase() })));

describe('A PostgreSQL database that cannot be written for a while', () => {
  it('serves those who are signed in, refuses sign-ins with one error, and goes on by itself', async () => {
    const backend = await postgresDatabase(server);
    const before = await backend.open();
    const person = await signIn(before);
    await before.close();

    await backend.administer(`alter database ${backend.name} set default_transaction_read_only = on`);
    const app = await backend.open();
    expect(await app.sessions.read(person.cookie)).toEqual(person.session);
    await expect(signIn(app, { user: person.user })).rejects.toMatchObject({ name: 'StoreUnavailableError', code: 'store_read_only' });

    await backend.administer(`alter database ${backend.name} set default_transaction_read_only = off`);
    await backend.administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${backend.name}'`);
    await signIn(app, { user: person.user });
    expect(await app.sessions.list(person.user.id)).toHaveLength(2);
    await app.close();
  });
});
