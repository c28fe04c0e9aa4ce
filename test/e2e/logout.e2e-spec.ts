import { Browser } from '../support/browser.js';
import type { Page } from '../support/page.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

const offline = { OIDC_SCOPES: 'openid profile email groups offline_access' };

describe('Signing out by oneself', () => {
  let pair: RunningPair;
  let browser: Browser;
  let profile: Page;

  beforeEach(async () => {
    pair = await startPair(offline);
    browser = new Browser();
    profile = await signIn(browser, pair.url, 'alice@example.com', 'alice');
  });

  afterEach(() => pair.close());

  const isSignedIn = async (): Promise<boolean> => (await browser.get(`${pair.url}/api/me`)).status === 200;
  const logoutForm = (page: Page): number => page.forms.findIndex(({ action }) => action.endsWith('/logout'));
  const press = (page: Page): Promise<Page> => browser.submit(page, {}, logoutForm(page), { redirect: 'manual' });

  it('asks first when it comes by a link', async () => {
    const asked = await browser.get(`${pair.url}/logout`);
    expect(asked.text).toContain('Sign out?');
    expect(asked.headers['cache-control']).toBe('no-store');
    expect(await isSignedIn()).toBe(true);
    await press(asked);
    expect(await isSignedIn()).toBe(false);
  });

  it('is never done by the form of another site, and by one of ours without any field', async () => {
    const foreign = await browser.get(`${pair.okta.origin}/`);
    expect((await browser.post(foreign, `${pair.url}/logout`, '')).status).toBe(403);
    expect(await isSignedIn()).toBe(true);
    expect((await browser.post(profile, '/logout', '', { redirect: 'manual' })).status).toBe(303);
    expect(await isSignedIn()).toBe(false);
  });

  it('tells the provider with the ID token, the way back and a state, and never with what Okta does not know', async () => {
    const out = await press(profile);
    expect(out.status).toBe(303);
    const { origin, searchParams } = new URL(out.headers.location ?? '');
    expect(origin).toBe(pair.okta.origin);
    expect([...searchParams.keys()].sort()).toEqual(['id_token_hint', 'post_logout_redirect_uri', 'state']);
    expect(searchParams.get('post_logout_redirect_uri')).toBe(`${pair.url}/`);
    // Whatever happens to the redirect now, the session here has ended.
    expect(await isSignedIn()).toBe(false);
  });

  it("ends the provider's session too, so that the next sign-in asks for the password", async () => {
    const home = await browser.submit(profile, {}, logoutForm(profile));
    expect(home.url).toBe(`${pair.url}/`);
    expect((await browser.get(`${pair.url}/profile`)).url).toContain(pair.okta.origin);
  });

  it("still ends the provider's session when the ID token has expired", async () => {
    pair.okta.switches.clockSkew = 2 * 60 * 60;
    expect((await browser.submit(profile, {}, logoutForm(profile))).url).toBe(`${pair.url}/`);
    pair.okta.switches.clockSkew = 0;
    expect((await browser.get(`${pair.url}/profile`)).url).toContain(pair.okta.origin);
  });

  it.each(['?state=another', '?state=', '', '?state=a&state=b'])('is no failure when the way back says %j', async (query) => {
    await press(profile);
    const home = await browser.get(`${pair.url}/${query}`);
    expect([home.status, home.url]).toEqual([200, `${pair.url}/`]);
    expect(home.text).not.toContain('Alice');
  });

  it('revokes the refresh token', async () => {
    await press(profile);
    for (let tries = 0; tries < 100 && !pair.app.log.some((line) => line.includes('"kind":"revoked"')); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pair.app.log.find((line) => line.includes('"kind":"revoked"'))).toContain('"reason":"done"');
  });

  it('twice, in two tabs, ends on a page that says so', async () => {
    await press(profile);
    const again = await press(profile);
    expect([again.status, again.text.includes('You are signed out')]).toEqual([200, true]);
  });

  it('shows nothing of the person from a copy: every signed-in page forbids one', async () => {
    for (const path of ['/', '/profile', '/logout', '/api/me', '/nothing-here'])
      expect([path, (await browser.get(`${pair.url}${path}`)).headers['cache-control']]).toEqual([path, 'no-store']);
  });

  it('answers API calls afterwards with 401 and JSON, never with a redirect', async () => {
    const page = await browser.get(`${pair.url}/profile`);
    await press(page);
    const answer = await browser.fetch(page, '/api/me');
    expect([answer.status, answer.headers['content-type']]).toEqual([401, expect.stringContaining('application/problem+json')]);
  });
});
