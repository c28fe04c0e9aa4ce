import { Browser } from '../../support/browser.js';
import { startApp, type RunningApp } from '../../support/start-app.js';
import { startProvider, type Provider } from '../provider/start-provider.js';

/** One issuer at which this application has two clients, such as one for staff and one for partners. */
describe('Two connections of one issuer', () => {
  let provider: Provider;
  let app: RunningApp;

  beforeEach(async () => {
    provider = await startProvider({}, { responseIssuer: 'off' });
    const secret = provider.client.clientSecret;
    app = await startApp({
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'staff-client',
      OIDC_CLIENT_SECRET: secret,
      RATE_LIMIT: 'off',
      CONNECTIONS: 'partners',
      CONNECTION_PARTNERS_OIDC_ISSUER: provider.issuer,
      CONNECTION_PARTNERS_OIDC_CLIENT_ID: 'partner-client',
      CONNECTION_PARTNERS_OIDC_CLIENT_SECRET: secret,
    });
    for (const end of ['', '/partners']) provider.client.redirectUris.push(`${app.url}/authorization-code/callback${end}`);
  });
  afterEach(async () => {
    await app.close();
    await provider.close();
  });

  /** The provider serves one client at a time. */
  async function signIn(connection: 'default' | 'partners', clientId: string): Promise<Browser> {
    provider.client.clientId = clientId;
    const browser = new Browser();
    expect((await browser.get(`${app.url}/login?connection=${connection}&returnTo=/profile`)).status).toBe(200);
    return browser;
  }
  const me = async (browser: Browser) => {
    const answer = await browser.get(`${app.url}/api/me`, { accept: 'application/json' });
    return answer.status === 200 ? (answer.json() as { id: string }).id : answer.status;
  };

  it('make two people of one sub, and a logout token ends the sessions of the client that it is for', async () => {
    const [staff, partner] = [await signIn('default', 'staff-client'), await signIn('partners', 'partner-client')];
    const ids = [await me(staff), await me(partner)];
    expect([new Set(ids).size, ids.map((id) => typeof id)]).toEqual([2, ['string', 'string']]);
    const logOut = async (aud: string | string[]) => {
      const token = await provider.logoutToken({ sub: provider.person.sub }, { claims: { aud } });
      return (await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) })).status;
    };
    expect([await logOut('another-client'), await me(staff), await me(partner)]).toEqual([400, ...ids]);
    expect([await logOut('partner-client'), await me(staff), await me(partner)]).toEqual([200, ids[0], 401]);
    expect([await logOut('staff-client'), await me(staff)]).toEqual([200, 401]);
  });

  it('finish no login of one with the code of the other', async () => {
    const browser = new Browser();
    provider.client.clientId = 'partner-client';
    const asked = await browser.get(`${app.url}/login?connection=partners`, {}, { redirect: 'manual' });
    const answered = new URL(String((await browser.get(asked.headers.location ?? '', {}, { redirect: 'manual' })).headers.location));
    const other = await browser.get(`${app.url}/login?connection=default`, {}, { redirect: 'manual' });
    const otherState = new URL(other.headers.location ?? '').searchParams.get('state') ?? '';
    const [state, code] = [answered.searchParams.get('state') ?? '', answered.searchParams.get('code') ?? ''];
    for (const [end, query] of [
      ['', { code, state }],
      ['/partners', { code, state: otherState }],
    ] as const) {
      const page = await browser.get(`${app.url}/authorization-code/callback${end}?${new URLSearchParams(query).toString()}`);
      expect([end, page.status]).toEqual([end, 400]);
    }
    expect([provider.requestsTo('token'), await me(browser)]).toEqual([[], 401]);
  });
});
