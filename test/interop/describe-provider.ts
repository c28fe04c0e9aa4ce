import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import type { Page } from '../support/page.js';
import { startApp, type RunningApp } from '../support/start-app.js';
import { refresh, sessionOf } from '../support/held-session.js';
import { client, type InteropProvider, type LogoutChannel, type StartProvider } from './interop-provider.js';

/** Which ways to tell of a sign-out the provider has. */
export interface Offers {
  readonly channels: readonly LogoutChannel[];
  /** Scopes with which it gives a refresh token. */
  readonly scopes?: string;
}

/** Sign-in, userinfo, refresh and every way to sign out, against one real provider. */
export function describeProvider(
  name: string,
  start: StartProvider,
  { channels, scopes = 'openid profile email offline_access' }: Offers,
): void {
  describe.each(channels)(`${name}, which tells of a sign-out by its %s channel`, (channel) => {
    let app: RunningApp;
    let provider: InteropProvider;
    let browser: Browser;

    beforeAll(async () => {
      const port = String(await freePort());
      provider = await start(`http://localhost:${port}`, channel);
      app = await startApp({
        PORT: port,
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: client.id,
        OIDC_CLIENT_SECRET: client.secret,
        OIDC_SCOPES: scopes,
        RATE_LIMIT: 'off',
      });
    });

    afterAll(async () => {
      await app?.close();
      await provider?.close();
    });

    beforeEach(() => {
      browser = new Browser();
    });

    const signIn = async (): Promise<Page> => provider.signIn(browser, await browser.get(`${app.url}/profile`));
    const status = async (): Promise<number> => (await browser.get(`${app.url}/api/me`)).status;

    it('signs in, with the profile from the userinfo endpoint', async () => {
      const profile = await signIn();
      expect([profile.url, profile.status]).toEqual([`${app.url}/profile`, 200]);
      expect(profile.text).toContain(provider.personName);
      expect(await status()).toBe(200);
    });

    it('renews an access token that has expired', async () => {
      await signIn();
      const { before, after } = await refresh(app, browser);
      expect(after).not.toBe(before);
      expect(await status()).toBe(200);
    });

    it('signs out here and there, and comes back', async () => {
      const profile = await signIn();
      const form = profile.forms.findIndex(({ action }) => action.endsWith('/logout'));
      const home = await provider.confirmSignOut(browser, await browser.submit(profile, {}, form));
      expect([home.url, home.status]).toEqual([`${app.url}/`, 200]);
      expect(await status()).toBe(401);
      const again = await browser.get(`${app.url}/profile`);
      expect(again.url).not.toContain(app.url);
    });

    it('ends the session here when the person signs out there', async () => {
      await signIn();
      const bystander = new Browser();
      await provider.signIn(bystander, await bystander.get(`${app.url}/profile`));
      const before = app.log.length;
      const page = await provider.signOutAtProvider(browser, (await sessionOf(app, browser)).sid);
      if (channel === 'front') await loadFrames(browser, page, app.url);
      else await heard(app.log, before);
      expect(await status()).toBe(401);
      expect((await bystander.get(`${app.url}/api/me`)).status).toBe(200);
      expect(app.log.some((line) => line.includes(`"reason":"${channel}_channel"`))).toBe(true);
    });
  });
}

/** Waits until the provider's own request has been answered: Glewlwyd sends it in a thread, after its answer to the browser. */
async function heard(log: readonly string[], from: number): Promise<void> {
  const isThere = () => log.slice(from).some((line) => line.includes('"path":"/backchannel-logout"'));
  for (let tries = 0; tries < 200 && !isThere(); tries += 1) await sleep(50);
}

/** Loads the frames of a page that show the application, as a browser would. */
async function loadFrames(browser: Browser, page: Page, appUrl: string): Promise<void> {
  const addresses = [...page.body.matchAll(/<iframe[^>]*\ssrc="([^"]+)"/g)].map(([, address = '']) => address.replaceAll('&amp;', '&'));
  const ours = addresses.filter((address) => address.startsWith(appUrl));
  expect(ours.length).toBeGreaterThan(0);
  for (const address of ours) {
    const framed = await browser.follow(page, address, { 'sec-fetch-dest': 'iframe' });
    expect(framed.status).toBe(200);
    expect(framed.headers['content-security-policy']).toContain(`frame-ancestors ${new URL(page.url).origin}`);
    expect(framed.headers['x-frame-options']).toBeUndefined();
  }
}
