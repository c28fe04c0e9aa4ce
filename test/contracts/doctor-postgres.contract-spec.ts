import { checks } from '../../packages/doctor/src/doctor/checks.js';
import { createCheckContext, runCheck } from '../../packages/doctor/src/doctor/run-checks.js';
import { ScimDatabase } from '../../packages/scim/src/database/scim-database.js';
import { ScimUsers } from '../../packages/scim/src/users/scim-users.js';
import { withDatabase } from '../../packages/signin/src/database/with-database.js';
import { type PostgresServer, startPostgres } from '../servers/postgres.js';

describe('the doctor', () => {
  let server: PostgresServer;
  beforeAll(async () => (server = await startPostgres()), 60_000);
  afterAll(() => server.remove());

  it('counts in PostgreSQL whom no sign-in at Entra is matched to', async () => {
    const url = await server.createDatabase();
    const env = {
      NODE_ENV: 'test',
      DATABASE_URL: url,
      SESSION_SECRET: 'session-secret-of-the-doctor-spec-0123456789',
      OIDC_ISSUER: 'https://login.microsoftonline.com/0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef/v2.0',
      OIDC_CLIENT_ID: 'app',
      OIDC_CLIENT_SECRET: 'test-secret-0123456789',
      SCIM_TOKEN: 'a-token-of-the-directory-0123456789abcdef',
    };
    const findings: string[] = [];
    const look = async (): Promise<void> => {
      for (const check of checks.filter(({ id }) => id === 'provisioning'))
        findings.push((await runCheck(check, createCheckContext({ env, files: false }))).finding);
    };
    await look();
    await withDatabase({ kind: 'postgres', url }, async (database) => {
      const users = new ScimUsers(new ScimDatabase(database));
      for (const more of [{ externalId: 'e4b1c2d3-0000-4000-8000-00000000000a' }, { externalId: 'ada' }, {}])
        await users.create('default', { userName: `name of ${JSON.stringify(more)}`, ...more });
    });
    await look();
    expect(findings).toEqual(['Nobody is provisioned yet.', expect.stringMatching(/^2 of 3 provisioned people/)]);
  });
});
