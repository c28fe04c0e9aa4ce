import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from '../../packages/signin/src/database/database.js';
import { openDatabase } from '../../packages/signin/src/database/open-database.js';
import { startPgBouncer, type PgBouncer } from '../servers/pgbouncer.js';
import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { postgresDatabase } from './backends.js';
import { migrationCases } from './cases/migrations.js';
import type { Backend } from './instance.js';
import { describeSessions, describeUsers } from './session-contract.js';

const needed = ['ignore_startup_parameters = statement_timeout,idle_in_transaction_session_timeout', 'max_prepared_statements = 200'];

let server: PostgresServer;
let bouncer: PgBouncer;
beforeAll(async () => {
  server = await startPostgres();
  bouncer = await startPgBouncer(await server.createDatabase(), needed);
}, 120_000);
afterAll(async () => {
  await bouncer?.remove();
  await server?.remove();
});

const bounced = (): Promise<Backend> => postgresDatabase(server, bouncer.urlOf);
describeSessions('PostgreSQL behind PgBouncer in transaction mode', bounced);
describeUsers('PostgreSQL behind PgBouncer', bounced);
describe('A database behind PgBouncer', () =>
  migrationCases(async () => ({ kind: 'postgres', url: bouncer.urlOf(await server.createDatabase()) })));

describe('A PgBouncer that is set up differently', () => {
  const ignored = 'ignore_startup_parameters = statement_timeout,idle_in_transaction_session_timeout';

  it.each([
    ['refuses the timeouts of a connection', [], 'database_pooler', `Write ${ignored} in pgbouncer.ini.`],
    ['lets nobody in', [ignored, 'auth_type = trust', 'auth_file = /dev/null'], 'database_refused', 'that PgBouncer knows them.'],
  ])('%s, and is named at start with what to write', async (_what, settings, code, fix) => {
    await behind(settings, async (url) => {
      await expect(openDatabase({ kind: 'postgres', url })).rejects.toMatchObject({
        name: 'DatabaseError',
        code,
        message: expect.stringContaining(fix) as unknown,
      });
    });
  });

  it('has too few connections for all, and is named with what to raise', async () => {
    await behind([ignored, 'max_client_conn = 1'], async (url) => {
      const other = await onlyClient(url);
      const warnings: string[] = [];
      const database = await openDatabase({ kind: 'postgres', url }, (message) => warnings.push(message));
      await Promise.all([database.close(), other.end()]);
      expect(warnings).toEqual([expect.stringContaining('Raise max_client_conn in pgbouncer.ini')]);
    });
  });

  it('mixes up prepared statements, and is named with the setting', async () => {
    await behind([ignored, 'max_prepared_statements = 0', 'default_pool_size = 1'], async (url) => {
      const opened: Database[] = [];
      const readTwice = async (): Promise<void> => {
        while (opened.length < 2) {
          const database = await openDatabase({ kind: 'postgres', url });
          opened.push(database);
          await database.kysely.selectFrom('signin_users').select('id').where('id', '=', 'x').execute();
        }
      };
      await expect(readTwice()).rejects.toMatchObject({
        code: 'database_pooler',
        message: expect.stringContaining('max_prepared_statements = 200') as unknown,
      });
      for (const database of opened) await database.close();
    });
  });

  async function behind(settings: readonly string[], work: (url: string) => Promise<void>): Promise<void> {
    const url = await server.createDatabase();
    const different = await startPgBouncer(url, settings);
    try {
      await work(different.urlOf(url));
    } finally {
      await different.remove();
    }
  }
});

/** Takes the one connection that there is. PgBouncer gives the place of the one that looked whether it listens away a moment later. */
async function onlyClient(url: string): Promise<pg.Client> {
  for (;;) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      return client;
    } catch {
      await sleep(20);
    }
  }
}
