import { Controller, Get, Module } from '@nestjs/common';
import { Groups } from '../../../packages/signin/src/auth/access/decorators.js';
import { Browser } from '../../support/browser.js';
import { freePort } from '../../support/free-port.js';
import type { Page } from '../../support/page.js';
import { startApp, type RunningApp } from '../../support/start-app.js';
import { refresh } from '../../support/held-session.js';
import { client } from '../interop-provider.js';
import { Dex, person, signInBy, type Way } from './dex.js';

@Controller('writers')
class WritersController {
  @Groups(person.group) @Get() page(): string {
    return 'writers only';
  }
}

@Module({ controllers: [WritersController] })
class WritersModule {}

describe('dex', () => {
  let app: RunningApp;
  let dex: Dex;
  let browser: Browser;

  const start = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
    const port = String(await freePort());
    dex = await Dex.start(`http://localhost:${port}`);
    const settings = {
      PORT: port,
      OIDC_ISSUER: dex.issuer,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
      OIDC_SCOPES: 'openid profile email groups offline_access',
      RATE_LIMIT: 'off',
    };
    app = await startApp({ ...settings, ...env }, [WritersModule]);
    browser = new Browser();
  };
  afterEach(async () => {
    await app?.close();
    await dex?.stop();
  });

  const signIn = async (way: Way = 'password', path = '/profile'): Promise<Page> =>
    signInBy(way, browser, await browser.get(`${app.url}${path}`));
  const warnings = (): string => app.log.filter((line) => /"level":"(warn|error|fatal)"/.test(line)).join('\n');
  const status = async (): Promise<number> => (await browser.get(`${app.url}/api/me`)).status;

  it('signs in by a password, and signs out here as it has no page for that', async () => {
    await start();
    const profile = await signIn();
    expect([profile.url, profile.status]).toEqual([`${app.url}/profile`, 200]);
    expect(profile.text).toContain(person.name);
    const form = profile.forms.findIndex(({ action }) => action.endsWith('/logout'));
    const signedOut = await browser.submit(profile, {}, form);
    expect(signedOut.text).toContain('Signed out here only');
    expect(await status()).toBe(401);
  });

  it('says the groups of a person, and lets only their members in', async () => {
    await start();
    expect((await signIn('groups', '/writers')).text).toBe('writers only');
    browser = new Browser();
    expect((await signIn('password', '/writers')).status).toBe(403);
  });

  it('has refresh tokens used once, renews twice and keeps the session when two tabs renew at once', async () => {
    await start();
    await signIn();
    const first = await refresh(app, browser);
    const second = await refresh(app, browser);
    expect(new Set([first.before, first.after, second.after]).size).toBe(3);
    await Promise.all([refresh(app, browser), refresh(app, browser)]);
    expect(await status()).toBe(200);
  });

  it('goes away and comes back with new keys: sessions stay, and the next sign-in works', async () => {
    await start();
    await signIn();
    await dex.stop();
    await expect(refresh(app, browser)).rejects.toMatchObject({ code: 'provider_unreachable' });
    expect(await status()).toBe(200);
    await dex.start();
    browser = new Browser();
    expect((await signIn()).url).toBe(`${app.url}/profile`);
  });

  it('refuses a scope that it does not have on the way to its sign-in page, and our page names it', async () => {
    await start({ OIDC_SCOPES: 'openid no-such-scope' });
    const page = await signIn();
    expect(page.status).toBe(403);
    expect(page.text).toContain('Unrecognized scope(s) ["no-such-scope"]');
    expect(warnings()).toContain('"diagnosis":"scope-refused"');
  });

  it('refuses a wrong secret after the sign-in, and the log says so', async () => {
    await start({ OIDC_CLIENT_SECRET: 'another-secret-that-is-long-enough' });
    const page = await signIn();
    expect(page.status).toBe(403);
    expect(warnings()).toContain('"diagnosis":"client-authentication-failed"');
  });

  it('has its refresh tokens revoked by an administrator, which ends the session at the next refresh', async () => {
    await start();
    await signIn();
    await dex.revokeAll();
    await expect(refresh(app, browser)).rejects.toMatchObject({ code: 'session_ended' });
    expect(await status()).toBe(401);
  });
});
