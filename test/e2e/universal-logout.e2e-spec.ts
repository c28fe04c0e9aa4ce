import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { signIn } from '../support/sign-in.js';
import { startApp, type RunningApp } from '../support/start-app.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

/** The provider's administrator presses "Clear user sessions": the provider itself signs and sends the request. */
describe('Universal Logout by the provider', () => {
  let folder: string;
  let pair: RunningPair;
  let second: RunningApp;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'okta-nest-signin-universal-'));
    const shared = { DATABASE_URL: `sqlite:${join(folder, 'app.db')}`, SESSION_SECRET: 'one secret that both instances have here' };
    const publicUrl = `http://localhost:${await freePort()}`;
    pair = await startPair(
      { ...shared, PUBLIC_URL: publicUrl, PORT: new URL(publicUrl).port },
      { universalLogoutUri: `${publicUrl}/universal-logout` },
    );
    second = await startApp({ ...pair.okta.env, ...shared, PUBLIC_URL: publicUrl, PORT: String(await freePort()) });
  });

  afterEach(async () => {
    await second.close();
    await pair.close();
    await rm(folder, { recursive: true });
  });

  const signedIn = async (name: string): Promise<Browser> => {
    const browser = new Browser();
    expect((await signIn(browser, pair.url, `${name}@example.com`, name)).status).toBe(200);
    return browser;
  };
  /** The answer of each instance about one browser, whose cookie does not know ports. */
  const statuses = async (browser: Browser): Promise<number[]> => {
    const ports = [pair.url, `http://localhost:${second.settings.listen.port}`];
    return Promise.all(ports.map(async (url) => (await browser.get(`${url}/api/me`)).status));
  };

  it('ends every session of that person on every instance, and of nobody else', async () => {
    const [desk, phone, bob] = [await signedIn('alice'), await signedIn('alice'), await signedIn('bob')];
    expect(await statuses(desk)).toEqual([200, 200]);
    expect(await pair.okta.clearSessions('alice@example.com')).toBe(204);
    expect(await statuses(desk)).toEqual([401, 401]);
    expect(await statuses(phone)).toEqual([401, 401]);
    expect(await statuses(bob)).toEqual([200, 200]);
    expect((await desk.get(`${pair.url}/api/me`)).headers['content-type']).toContain('application/problem+json');
  });

  /** Okta signs as the organisation, with the org server's key, whichever server signs people in. */
  it.each(['default', 'aus1embedded'])('ends the sessions of people who signed in through the custom server %s', async (authServer) => {
    const publicUrl = `http://localhost:${await freePort()}`;
    const custom = await startPair(
      { PUBLIC_URL: publicUrl, PORT: new URL(publicUrl).port, OKTA_AUTH_SERVER: authServer, OIDC_SCOPES: 'openid profile email' },
      { universalLogoutUri: `${publicUrl}/universal-logout`, switches: { defaultPolicy: true } },
    );
    try {
      const [alice, bob] = [new Browser(), new Browser()];
      for (const [browser, name] of [
        [alice, 'alice'],
        [bob, 'bob'],
      ] as const)
        expect((await signIn(browser, custom.url, `${name}@example.com`, name)).status).toBe(200);
      expect(await custom.okta.clearSessions('alice@example.com')).toBe(204);
      expect((await alice.get(`${custom.url}/api/me`)).status).toBe(401);
      expect((await bob.get(`${custom.url}/api/me`)).status).toBe(200);
    } finally {
      await custom.close();
    }
  });

  it('knows nobody who never signed in here', async () => {
    expect(await pair.okta.clearSessions('alice@example.com')).toBe(404);
  });

  it('is refused when the request is meant for another address', async () => {
    const alice = await signedIn('alice');
    const other = await startPair({}, { universalLogoutUri: `${pair.url}/universal-logout` });
    expect(await other.okta.clearSessions('alice@example.com')).toBe(401);
    expect(await statuses(alice)).toEqual([200, 200]);
    await other.close();
  });
});
