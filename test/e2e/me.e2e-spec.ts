import { ForgingProvider } from '../support/forging-provider.js';
import { signedInAs } from '../support/signed-in-as.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const hour = 3600 * 1000;

describe('GET /api/me', () => {
  let provider: ForgingProvider;
  let app: RunningApp;

  const client = (): Record<string, string> => ({
    OIDC_ISSUER: provider.url,
    OIDC_CLIENT_ID: 'app',
    OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4',
    API_AUDIENCE: 'api://me',
  });

  beforeAll(async () => {
    provider = await ForgingProvider.start();
    app = await startApp({ ...client(), SESSION_IDLE_TIMEOUT: '2h', SESSION_ABSOLUTE_TIMEOUT: '12h' });
  });

  afterAll(async () => {
    await app?.close();
    await provider?.close();
  });

  const ask = async (headers: Record<string, string>): Promise<unknown> => (await fetch(`${app.url}/api/me`, { headers })).json();

  it('says name, e-mail address and username, and when the session ends, used or unused', async () => {
    const userinfo = { email: 'ada@example.com' };
    const { headers, session } = await signedInAs(app, { name: 'Ada Lovelace', claims: { preferred_username: 'ada' }, userinfo });
    expect(await ask(headers)).toMatchObject({
      id: session.userId,
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      username: 'ada',
      session: {
        since: new Date(session.createdAt).toISOString(),
        ends: new Date(session.createdAt + 12 * hour).toISOString(),
        endsUnused: new Date(session.seenAt + 2 * hour).toISOString(),
      },
    });
  });

  it('says null for what the provider did not say', async () => {
    const { headers } = await signedInAs(app);
    expect(await ask(headers)).toMatchObject({ email: null, username: null });
  });

  it('never says that an unused session ends after it must end', async () => {
    const short = await startApp({ ...client(), SESSION_IDLE_TIMEOUT: '8h', SESSION_ABSOLUTE_TIMEOUT: '8h' });
    const { headers, session } = await signedInAs(short);
    const ends = new Date(session.expiresAt).toISOString();
    const me = await (await fetch(`${short.url}/api/me`, { headers })).json();
    expect(me).toMatchObject({ session: { ends, endsUnused: ends } });
    await short.close();
  });

  it('says of a program what its token says', async () => {
    const claims = { aud: 'api://me', client_id: 'program', sub: 'program', jti: 'one', scope: 'orders:read', email: 'robot@example.com' };
    const authorization = `Bearer ${await provider.idToken(claims, { typ: 'at+jwt' })}`;
    expect(await ask({ authorization })).toMatchObject({
      id: null,
      subject: 'program',
      email: 'robot@example.com',
      username: null,
      session: null,
    });
  });
});
