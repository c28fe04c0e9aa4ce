import { Controller, Get, Module, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessTokens } from '../../packages/signin/src/auth/tokens/access-tokens.js';
import { Scopes } from '../../packages/signin/src/auth/access/decorators.js';
import { Sessions } from '../../packages/signin/src/session/sessions.js';
import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

@Controller('api/try')
class TokenController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get('token') async token(@Req() request: FastifyRequest): Promise<object> {
    return { token: await this.tokens.for(request, { scopes: ['profile'] }) };
  }

  @Get('wide') async wide(@Req() request: FastifyRequest): Promise<object> {
    return { token: await this.tokens.for(request, { scopes: ['orders:write'] }) };
  }

  @Scopes('email') @Get('email') email(): object {
    return {};
  }

  @Scopes('orders:read') @Get('orders') orders(): object {
    return {};
  }
}

@Module({ controllers: [TokenController] })
class TokenModule {}

describe('Access tokens', () => {
  let pair: RunningPair;
  let browser: Browser;

  beforeAll(async () => {
    const env = { OKTA_AUTH_SERVER: 'default', OIDC_SCOPES: 'openid profile email offline_access', API_AUDIENCE: 'api://default' };
    pair = await startPair(env, { switches: { defaultPolicy: true, rotateRefreshTokens: true } }, [TokenModule]);
  });

  beforeEach(async () => {
    browser = new Browser();
    await signIn(browser, pair.url, 'alice@example.com', 'alice');
  });

  afterAll(() => pair.close());

  const token = async (): Promise<string> => ((await browser.get(`${pair.url}/api/try/token`)).json() as { token: string }).token;
  const call = (path: string, bearer: string): Promise<Response> =>
    fetch(pair.url + path, { headers: { authorization: `Bearer ${bearer}` } });

  it('let a program call the API with exactly the scopes that it has', async () => {
    const bearer = await token();
    const me = await call('/api/me', bearer);
    expect(me.status).toBe(200);
    expect(await me.json()).toMatchObject({ id: null, session: null });
    expect((await call('/api/try/email', bearer)).status).toBe(200);
    expect((await call('/api/try/orders', bearer)).status).toBe(403);
  });

  it('are refused with the reason when they are changed, or are no token of this provider', async () => {
    const bearer = await token();
    for (const bad of [`${bearer.slice(0, -4)}AAAA`, 'abc', bearer.split('.').slice(0, 2).join('.')]) {
      const answer = await call('/api/me', bad);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token", error_description="[^"]+"/);
      expect(await answer.text()).not.toContain(bad.length > 10 ? bad : 'no such text');
    }
  });

  it('are handed out again while they are fresh, and not with scopes that were not granted', async () => {
    expect(await token()).toBe(await token());
    expect((await browser.get(`${pair.url}/api/try/wide`)).status).toBe(401);
  });

  /** What time or another program would do to the tokens at rest. */
  async function change(tokens: object): Promise<void> {
    const sessions = pair.app.app.get(Sessions);
    for (const { key } of await sessions.listLatest(1))
      await sessions.replaceTokens(key, (held) => Promise.resolve({ ...held, ...tokens }));
  }

  it('are refreshed once for ten requests at a time', async () => {
    const old = await token();
    await change({ expiresAt: 1 });
    const fresh = await Promise.all(Array.from({ length: 10 }, token));
    expect(new Set(fresh).size).toBe(1);
    expect(fresh[0]).not.toBe(old);
  });

  it('end the session when the provider refuses the refresh token, and the next page says so', async () => {
    await change({ expiresAt: 1, refreshToken: 'revoked-long-ago' });
    const refused = await browser.get(`${pair.url}/api/try/token`);
    expect(refused.status).toBe(401);
    expect(refused.json()).toMatchObject({ code: 'session_ended' });
    const next = await browser.get(`${pair.url}/profile`);
    expect(next.status).toBe(401);
    expect(next.text).toMatch(/session (has )?ended/i);
    expect((await browser.get(`${pair.url}/profile`)).status).toBe(200);
  });

  it('stay away, but the person stays signed in, while the provider is down or the client may not refresh', async () => {
    await change({ expiresAt: 1 });
    pair.okta.switches.available = false;
    expect((await browser.get(`${pair.url}/api/try/token`)).status).toBeGreaterThanOrEqual(500);
    pair.okta.switches.available = true;
    pair.okta.switches.refreshTokenGrant = false;
    expect((await browser.get(`${pair.url}/api/try/token`)).status).toBe(403);
    pair.okta.switches.refreshTokenGrant = true;
    expect((await browser.get(`${pair.url}/api/me`)).status).toBe(200);
    expect(await token()).toMatch(/^eyJ/);
  });
});
