import { openDatabase } from '../../packages/signin/src/database/open-database.js';
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
    await backend.administer(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${backend.name}'`);
    await signIn(app, { user: person.user });
    expect(await app.sessions.list(person.user.id)).toHaveLength(2);
    await app.close();
  });
});

describe('A PostgreSQL that cannot be used as DATABASE_URL says', () => {
  it.each([
    ['sslmode=require', 'database_tls', 'offers no TLS, which sslmode in DATABASE_URL asks for. Turn TLS on at the server'],
    ['sslmode=verify-full&sslrootcert=/nowhere/ca.pem', 'database_tls', 'The file /nowhere/ca.pem, which DATABASE_URL names for TLS'],
  ])('is refused at start with the fix: %s', async (options, code, words) => {
    const url = `${await server.createDatabase()}?${options}`;
    await expect(openDatabase({ kind: 'postgres', url })).rejects.toMatchObject({
      name: 'DatabaseError',
      code,
      message: expect.stringContaining(words) as unknown,
    });
  });

  it('may come later, where its socket is missing', async () => {
    const warnings: string[] = [];
    const url = 'postgres://app@/app?host=/nowhere/project:region:instance';
    const database = await openDatabase({ kind: 'postgres', url }, (message) => warnings.push(message));
    await database.close();
    expect(warnings).toEqual([
      expect.stringMatching(/Nothing listens on \/nowhere\/project:region:instance\/\.s\.PGSQL\.5432: correct host=/),
    ]);
  });
});

describe('A ping of PostgreSQL', () => {
  it.each([
    ['cannot be written', 'alter database DATABASE set default_transaction_read_only = on', 'store_read_only', 'Name the primary server.'],
    ['lacks a table', 'drop table signin_session_tokens', 'database_incomplete', 'session_tokens'],
  ])('tells when the database %s, though everything else can be read', async (_what, change, code, words) => {
    const backend = await postgresDatabase(server);
    await (await backend.open()).close();
    await server.query(backend.url, change.replace('DATABASE', backend.name));
    const app = await backend.open();
    await expect(app.sessions.ping()).rejects.toMatchObject({ code, message: expect.stringContaining(words) as unknown });
    await app.close();
  });
});
