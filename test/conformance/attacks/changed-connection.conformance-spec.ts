import { Controller, Get, Module, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessTokens } from '../../../packages/signin/src/auth/tokens/access-tokens.js';
import { Sessions } from '../../../packages/signin/src/session/sessions.js';
import { Browser } from '../../support/browser.js';
import { nextDatabase } from '../../support/databases-of-apps.js';
import { freePort } from '../../support/free-port.js';
import { startApp, type RunningApp } from '../../support/start-app.js';
import { startProvider, type Provider } from '../provider/start-provider.js';
import { settingsOf } from '../side-by-side.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

@Controller('api/token')
class TokenController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get()
  async token(@Req() request: FastifyRequest): Promise<object> {
    return { token: await this.tokens.for(request) };
  }
}

@Module({ controllers: [TokenController] })
class TokenModule {}

/** An application that is started again and again on one database, with other settings of its connection `hostile`, here called `acme`. */
describe('A connection that was changed while people were signed in by it', () => {
  let directory: string;
  let shared: Record<string, string>;
  let own: Provider;
  let acme: Provider;
  let app: RunningApp;
  let browser: Browser;

  const start = async (changes: Readonly<Record<string, string>> = {}): Promise<void> => {
    const settings = { ...settingsOf(own, acme), ...shared, ...changes };
    app = await startApp(Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== '')), [TokenModule]);
  };
  const token = () => browser.get(`${app.url}/api/token`, { accept: 'application/json' });
  const isSignedIn = async () => (await browser.get(`${app.url}/api/me`, { accept: 'application/json' })).status === 200;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'changed-'));
    shared = {
      PORT: String(await freePort()),
      SESSION_SECRET: 'a secret that all starts of this application share',
      DATABASE_URL: (await nextDatabase()) ?? `sqlite:${join(directory, 'app.db')}`,
      CONNECTION_HOSTILE_OIDC_SCOPES: 'openid profile offline_access',
    };
    [own, acme] = await Promise.all([startProvider(), startProvider({ tokenResponse: { expires_in: 30 } })]);
    const callback = `http://localhost:${shared['PORT'] ?? ''}/authorization-code/callback/hostile`;
    for (const { client } of [own, acme]) client.redirectUris.push(callback);
    await start();
    browser = new Browser();
    await browser.get(`${app.url}/login?connection=hostile`);
    expect(await isSignedIn()).toBe(true);
    await app.close();
  });

  afterEach(async () => {
    await app.close();
    await Promise.all([own.close(), acme.close()]);
    rmSync(directory, { recursive: true });
  });

  it('and is the same provider and client still renews tokens, with a new secret at once', async () => {
    acme.client.clientSecret = 'another-secret-of-the-same-client';
    await start({ CONNECTION_HOSTILE_OIDC_CLIENT_SECRET: acme.client.clientSecret });
    expect([(await token()).status, await isSignedIn()]).toEqual([200, true]);
    expect(acme.requestsTo('token')).toHaveLength(2);
  });

  it('and is another client now is sent no refresh token of the one before; the session is over', async () => {
    await start({ CONNECTION_HOSTILE_OIDC_CLIENT_ID: 'another-client' });
    const answer = await token();
    expect([answer.status, (answer.json() as { code: string }).code, await isSignedIn()]).toEqual([401, 'session_ended', false]);
    expect([acme.requestsTo('token').length, own.requestsTo('token').length]).toEqual([1, 0]);
  });

  it('and is another provider now is sent nothing of the one before: neither refresh token nor ID token', async () => {
    await start({ CONNECTION_HOSTILE_OIDC_ISSUER: own.issuer, CONNECTION_HOSTILE_OIDC_CLIENT_ID: own.client.clientId });
    const answer = await token();
    expect([answer.status, await isSignedIn()]).toEqual([401, false]);
    await app.close();
    expect(own.requests.filter(({ endpoint }) => endpoint !== 'discovery' && endpoint !== 'jwks')).toEqual([]);
  });

  it('and is another provider now hands no ID token over where somebody signs out', async () => {
    await start({ CONNECTION_HOSTILE_OIDC_ISSUER: own.issuer, CONNECTION_HOSTILE_OIDC_CLIENT_ID: own.client.clientId });
    const page = await browser.get(`${app.url}/logout`);
    await browser.submit(
      page,
      {},
      page.forms.findIndex(({ action }) => action.endsWith('/logout')),
    );
    expect(await isSignedIn()).toBe(false);
    await app.close();
    expect(own.requestsTo('end_session').concat(own.requestsTo('revocation'))).toEqual([]);
  });

  it('and is gone signs nobody in, and its sessions can be ended at once', async () => {
    const none = Object.fromEntries(
      Object.keys(settingsOf(own, acme))
        .filter((name) => name.startsWith('CONNECTION'))
        .map((name) => [name, '']),
    );
    await start({ ...none, CONNECTION_HOSTILE_OIDC_SCOPES: '' });
    const page = await browser.get(`${app.url}/login?connection=hostile`);
    expect(page.status).toBe(400);
    const ended: string[] = [];
    const sessions = app.app.get(Sessions);
    expect(await sessions.endByConnection('hostile', async (over) => void ended.push(...over.map(({ session }) => session.subject)))).toBe(
      1,
    );
    expect([ended, await isSignedIn()]).toEqual([['person-1'], false]);
  });
});
