import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedOkta, managementToken, startEmbeddedOkta } from '@fanlight/dev-okta';
import { ConnectionTable } from '../../../signin/src/connections/connection-table.js';
import { openDatabase } from '../../../signin/src/database/open-database.js';
import { KeyRing } from '../../../signin/src/session/key-ring.js';
import { doctor } from './doctor.js';

const sessionSecret = 'session-secret-of-the-doctor-spec-0123456789';
const clientSecret = 'test-secret-of-globex-0123456789';
const callback = 'http://localhost:8080/authorization-code/callback/globex';

describe('npm run doctor -- --connection', () => {
  let folder: string;
  let globex: EmbeddedOkta;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    globex = await startEmbeddedOkta({
      port: 0,
      redirectUris: [callback],
      postLogoutRedirectUris: [],
      clientId: 'globex-client',
      clientSecret,
    });
  });
  afterAll(async () => {
    await globex.close();
    rmSync(folder, { recursive: true });
  });

  const env = (): Record<string, string> => ({
    NODE_ENV: 'test',
    DATABASE_URL: `sqlite:${join(folder, 'app.db')}`,
    SESSION_SECRET: sessionSecret,
    OKTA_ORG_URL: 'https://ours.okta.test',
    OIDC_CLIENT_ID: 'ours',
    OIDC_CLIENT_SECRET: 'ours',
    OKTA_API_TOKEN: managementToken,
  });
  const texts = (): Record<string, string> => ({
    OKTA_ORG_URL: globex.origin,
    OIDC_CLIENT_ID: 'globex-client',
    OIDC_CLIENT_SECRET: clientSecret,
  });

  async function run(id: string, further: Readonly<Record<string, string>> = {}) {
    let text = '';
    const terminal = {
      say: (more: string) => void (text += more),
      confirm: () => Promise.resolve(false),
      paint: (_: unknown, own: string) => own,
    };
    const status = await doctor(
      ['--connection', id, '--json'],
      { env: { ...env(), ...further }, files: false, directory: folder },
      terminal,
    );
    expect(text).not.toContain(clientSecret);
    return {
      status,
      document: JSON.parse(text) as { issuer?: string; redirectUri?: string; checks?: { id: string }[]; problems?: object[] },
    };
  }

  /** What it says of globex, and that the token of our own organisation stayed away from it: nothing was looked up there. */
  function expectGlobex({ status, document }: Awaited<ReturnType<typeof run>>): void {
    expect({ status, ...document }).toMatchObject({ status: 0, issuer: globex.origin, redirectUri: callback });
    expect(document.checks?.map(({ id }) => id)).toContain('inside');
    expect(document.checks?.map(({ id }) => id)).not.toContain('api');
  }

  it('examines a connection of the settings, at its own provider and redirect URI', async () => {
    const named = Object.fromEntries(Object.entries(texts()).map(([name, value]) => [`CONNECTION_GLOBEX_${name}`, value]));
    expectGlobex(await run('globex', { CONNECTIONS: 'globex', ...named }));
  });

  it('examines one of the database', async () => {
    const database = await openDatabase({ kind: 'sqlite', file: join(folder, 'app.db') });
    const keys = { label: 'Globex', domains: [], hidden: false, issuer: globex.origin, organisation: globex.origin };
    await new ConnectionTable(database, new KeyRing([sessionSecret])).save('globex', new Map(Object.entries(texts())), keys);
    await database.close();
    expectGlobex(await run('globex'));
  });

  it('says that there is none, and that one cannot be opened', async () => {
    expect(await run('nobody')).toMatchObject({ status: 78, document: { problems: [{ setting: 'The connection nobody' }] } });
    const unreadable = await run('globex', { SESSION_SECRET: 'another secret than that which sealed it' });
    expect(unreadable).toMatchObject({
      status: 78,
      document: { problems: [{ fix: expect.stringContaining('SESSION_SECRET') as unknown }] },
    });
  });
});
