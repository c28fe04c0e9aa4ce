import { DownstreamModule } from '../../examples/downstream/downstream.module.js';
import { OrdersApi } from '../../examples/downstream/orders-api.js';
import type { OrdersAnswer } from '../../examples/downstream/orders.controller.js';
import { AccessTokens } from '../../packages/signin/src/auth/tokens/access-tokens.js';
import { Sessions } from '../../packages/signin/src/session/sessions.js';
import { Browser } from '../support/browser.js';
import { startConnectProxy } from '../support/connect-proxy.js';
import { sessionOf } from '../support/held-session.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { requestWithSession } from '../support/request-with-session.js';

const custom = { OKTA_AUTH_SERVER: 'default', OIDC_SCOPES: 'openid profile email offline_access orders:read' };

describe('A page that calls another API as the person', () => {
  let pair: RunningPair;
  let browser: Browser;

  const start = async (env: Record<string, string>): Promise<void> => {
    pair = await startPair(env, { switches: { defaultPolicy: true } }, [DownstreamModule]);
    browser = new Browser();
    expect((await signIn(browser, pair.url, 'alice@example.com', 'alice')).status).toBe(200);
  };
  afterEach(() => pair.close());

  const orders = async (): Promise<OrdersAnswer> => (await browser.get(`${pair.url}/orders`)).json() as OrdersAnswer;
  /** What time or another program would do to the tokens at rest. */
  const change = async (tokens: object): Promise<void> => {
    const sessions = pair.app.app.get(Sessions);
    for (const { key } of await sessions.listLatest(1))
      await sessions.replaceTokens(key, (held) => Promise.resolve({ ...held, ...tokens }));
  };
  const heldToken = async (): Promise<string> => {
    const sessions = pair.app.app.get(Sessions);
    const [session] = await sessions.listLatest(1);
    return String((await sessions.tokens(session?.key ?? ''))?.['accessToken']);
  };
  const askApi = async (token: string): Promise<{ status: number; challenge: string | null }> => {
    const answer = await fetch(pair.app.app.get(OrdersApi).url, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, challenge: answer.headers.get('www-authenticate') };
  };

  it('shows what the API knows of them, with a token that the API judges by itself', async () => {
    await start(custom);
    expect(await orders()).toEqual({ orders: [{ number: '1001', item: 'A lamp for alice@example.com' }], trouble: null });
    const token = await heldToken();
    expect((await askApi(token)).status).toBe(200);
    const changed = await askApi(`${token.slice(0, -8)}AAAAAAAA`);
    expect(changed).toEqual({
      status: 401,
      challenge: expect.stringMatching(/^Bearer error="invalid_token", error_description="[^"]+"$/) as string,
    });
    expect((await fetch(pair.app.app.get(OrdersApi).url)).headers.get('www-authenticate')).toBe('Bearer');
  });

  it('renews an old token on the way, and keeps the person signed in while that cannot be done', async () => {
    await start(custom);
    await change({ expiresAt: 1 });
    expect((await orders()).trouble).toBeNull();
    await change({ expiresAt: 1 });
    pair.okta.switches.available = false;
    expect(await orders()).toMatchObject({ orders: [], trouble: { code: expect.stringMatching(/^provider_/) as string, retry: true } });
    pair.okta.switches.available = true;
    expect((await orders()).trouble).toBeNull();
  });

  it('may be shown later, when the API cannot judge tokens at the moment', async () => {
    await start(custom);
    pair.okta.switches.available = false;
    expect(await orders()).toEqual({
      orders: [],
      trouble: { code: 'orders_unreachable', text: 'The orders API answered 503.', retry: true },
    });
    pair.okta.switches.available = true;
    expect((await orders()).trouble).toBeNull();
  });

  it('leaves to the application what is about the session: a refused refresh token ends it', async () => {
    await start(custom);
    await change({ expiresAt: 1, refreshToken: 'revoked-long-ago' });
    const page = await browser.get(`${pair.url}/orders`);
    expect(page.status).toBe(401);
    expect(page.text).toMatch(/session (has )?ended/i);
  });

  it('reaches the keys that the API judges by through the proxy', async () => {
    const proxy = await startConnectProxy();
    await start({ ...custom, HTTP_PROXY: `http://${proxy.host}` });
    const before = proxy.asked.length;
    expect((await askApi(await heldToken())).status).toBe(200);
    expect(proxy.asked.slice(before)).toContain(new URL(pair.okta.origin).host);
    await proxy.close();
  });

  it('says which scope was not granted, and the API refuses such a token too', async () => {
    await start({ ...custom, OIDC_SCOPES: 'openid profile email' });
    expect((await orders()).trouble).toEqual({
      code: 'token_unavailable',
      text: 'These scopes were not granted at sign-in: orders:read',
      retry: false,
    });
    expect(await askApi(await heldToken())).toEqual({ status: 403, challenge: 'Bearer error="insufficient_scope", scope="orders:read"' });
  });

  it("says why the org server's tokens are of no use to an API, which refuses them", async () => {
    await start({ OKTA_AUTH_SERVER: 'org' });
    const { orders: none, trouble } = await orders();
    expect(none).toEqual([]);
    expect(trouble).toMatchObject({ code: 'token_unavailable', retry: false });
    expect(trouble?.text).toMatch(/org server issues access tokens for Okta's own APIs alone.*OKTA_AUTH_SERVER=default/);
    expect(await askApi(await heldToken())).toMatchObject({ status: 401, challenge: expect.stringContaining('invalid_token') as string });
  });

  it('gives no token out that is meant for another API', async () => {
    await start(custom);
    const request = requestWithSession(await sessionOf(pair.app, browser));
    const asked = pair.app.app.get(AccessTokens).for(request, { audience: 'api://other' });
    await expect(asked).rejects.toMatchObject({
      code: 'token_unavailable',
      detail: { audience: 'api://other', reason: 'The access token is meant for api://default.' },
    });
  });
});
