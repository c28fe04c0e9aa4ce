import { randomBytes } from 'node:crypto';
import { Controller, Get, Module } from '@nestjs/common';
import { Groups } from '../../packages/signin/src/auth/access/decorators.js';
import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

describe('A refused sign-in in production', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    const secret = randomBytes(32).toString('base64');
    const env = { NODE_ENV: 'production', SESSION_SECRET: secret, OKTA_AUTH_SERVER: 'default', OIDC_SCOPES: 'openid profile email' };
    pair = await startPair(env);
  });
  afterAll(() => pair.close());

  it('keeps the developer’s part off the page; the log has it under the reference: steps, values to paste, the API call, no secret', async () => {
    const page = await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    expect(page.status).toBe(403);
    expect(page.text).toContain('No access policy lets you in');
    expect(page.text).not.toContain('Add Policy');

    const lines = pair.app.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    const line = lines.find(({ diagnosis }) => diagnosis === 'policy-missing');
    expect(page.text).toContain(String(line?.['reference']));
    expect(line).toMatchObject({
      steps: expect.arrayContaining([expect.stringContaining('Add Policy')]),
      paste: { 'Client to assign the policy to': 'test-client' },
      api: {
        call: `POST ${pair.okta.origin}/api/v1/authorizationServers/default/policies`,
        body: { type: 'OAUTH_AUTHORIZATION_POLICY', conditions: { clients: { include: ['test-client'] } } },
      },
    });
    expect(JSON.stringify(line)).not.toContain(pair.okta.env['OIDC_CLIENT_SECRET']);
  });
});

@Controller('vault')
class VaultController {
  @Groups('Vault keepers') @Get() page(): string {
    return 'gold';
  }
}

@Module({ controllers: [VaultController] })
class VaultModule {}

describe('A page that is refused in production', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    const secret = randomBytes(32).toString('base64');
    pair = await startPair({ NODE_ENV: 'production', SESSION_SECRET: secret, OIDC_SCOPES: 'openid profile email groups' }, {}, [
      VaultModule,
    ]);
  });
  afterAll(() => pair.close());

  it('leaves one line in the log, under the reference of the page: code, route, and what was missing', async () => {
    const browser = new Browser();
    await signIn(browser, pair.url, 'alice@example.com', 'alice');
    const page = await browser.get(`${pair.url}/vault?from=home`);
    expect(page.status).toBe(403);
    const lines = pair.app.log.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ code }) => code === 'forbidden');
    expect(lines).toEqual([
      expect.objectContaining({ code: 'forbidden', status: 403, method: 'GET', route: '/vault', missingGroups: ['Vault keepers'] }),
    ]);
    expect(page.text).toContain(String(lines[0]?.['reference']));
  });
});
