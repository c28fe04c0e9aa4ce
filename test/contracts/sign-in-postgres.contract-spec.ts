import { sql } from 'kysely';
import { Database } from '../../packages/signin/src/database/database.js';
import { type Statement, statements } from '../../packages/signin/src/database/statements.js';
import { startPostgres, type PostgresServer } from '../servers/postgres.js';
import { signedInAs } from '../support/signed-in-as.js';
import { startApp, type RunningApp } from '../support/start-app.js';

let server: PostgresServer;
let app: RunningApp;
beforeAll(async () => {
  server = await startPostgres();
  app = await startApp({
    OIDC_ISSUER: 'https://idp.example',
    OIDC_CLIENT_ID: 'a',
    OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4',
    DATABASE_URL: await server.createDatabase(),
  });
}, 60_000);
afterAll(async () => {
  await app?.close();
  await server.remove();
});

/** The statements that reach PostgreSQL meanwhile: what each begins with, and the first table of ours in it. */
async function ran(work: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const note = (message: unknown): void => {
    const [, verb = '', table = ''] = /^(\w+)(?:.*?"(signin_\w+)")?/s.exec((message as Statement).text) ?? [];
    seen.push(`${verb} ${table}`.trim());
  };
  statements.start.subscribe(note);
  await work().finally(() => statements.start.unsubscribe(note));
  return seen;
}

async function rows(): Promise<unknown> {
  const count = sql`select (select count(*) from signin_users) + (select count(*) from signin_sessions) as n`;
  return (await count.execute(app.app.get(Database).kysely)).rows;
}

describe('A sign-in on PostgreSQL', () => {
  it('is one transaction: person, session, the trail', async () => {
    expect(await ran(() => signedInAs(app))).toEqual([
      'begin',
      'insert signin_users',
      'with signin_sessions',
      'insert signin_audit_events',
      'commit',
      'select signin_claimed_ids',
      // What signedInAs itself reads.
      'select signin_sessions',
    ]);
  });

  it('that cannot be written down leaves nothing behind', async () => {
    const before = await rows();
    const { kysely } = app.app.get(Database);
    await kysely.schema.alterTable('signin_audit_events').renameTo('away').execute();
    await expect(signedInAs(app)).rejects.toMatchObject({ code: 'database_incomplete' });
    expect(await rows()).toEqual(before);
    await kysely.schema.alterTable('away').renameTo('signin_audit_events').execute();
    await signedInAs(app);
    expect(await rows()).not.toEqual(before);
  });
});
