import { Controller, Get, Module, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessTokens } from '../../packages/signin/src/auth/tokens/access-tokens.js';
import { Sessions } from '../../packages/signin/src/session/sessions.js';
import { startProvider } from '../conformance/provider/start-provider.js';
import { register, settingsFor, settle } from '../conformance/scenario.js';
import { startPostgres } from '../servers/postgres.js';
import { Browser } from '../support/browser.js';
import { startApp } from '../support/start-app.js';

@Controller('api/token')
class TokenController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get() async token(@Req() request: FastifyRequest): Promise<object> {
    return { token: await this.tokens.for(request) };
  }
}

@Module({ controllers: [TokenController] })
class TokenModule {}

describe('Three instances that share a refresh token', () => {
  it('refresh once, however many tabs ask on each of them', async () => {
    const [postgres, provider] = await Promise.all([startPostgres(), startProvider({}, { rotateRefreshTokens: true })]);
    const env = {
      ...settingsFor(provider, { OIDC_SCOPES: 'openid profile offline_access' }),
      DATABASE_URL: await postgres.createDatabase(),
      SESSION_SECRET: 'shared by the three instances of this test',
    };
    const first = await startApp(env, [TokenModule]);
    const others = [
      await startApp({ ...env, PUBLIC_URL: first.url }, [TokenModule]),
      await startApp({ ...env, PUBLIC_URL: first.url }, [TokenModule]),
    ];
    register(provider, first.url);
    const browser = new Browser();
    await settle(browser, await browser.get(`${first.url}/profile`));
    const sessions = first.app.get(Sessions);
    for (const { key } of await sessions.listLatest(1))
      await sessions.replaceTokens(key, (held) => Promise.resolve({ ...held, expiresAt: 1 }));

    const ports = [first, ...others].map(({ settings }) => settings.listen.port);
    const tokens = await Promise.all(
      Array.from(
        { length: 30 },
        async (_unused, index) => ((await browser.get(`http://localhost:${ports[index % 3]}/api/token`)).json() as { token: string }).token,
      ),
    );
    const refreshes = provider.requestsTo('token').filter(({ form }) => form.get('grant_type') === 'refresh_token');
    process.stdout.write(
      `PostgreSQL: 30 requests on three instances, ${refreshes.length} refresh, ${refreshes.length - 1} double refreshes\n`,
    );
    expect(refreshes).toHaveLength(1);
    expect(new Set(tokens).size).toBe(1);
    await Promise.all([first, ...others].map((app) => app.close()));
    await provider.close();
    await postgres.remove();
  }, 120_000);
});
