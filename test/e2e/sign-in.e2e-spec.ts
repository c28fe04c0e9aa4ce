import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser } from '../support/browser.js';
import { jwtPattern } from '../support/jwt-pattern.js';
import { signIn } from '../support/sign-in.js';
import { startApp } from '../support/start-app.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

describe('Sign-in through the org server', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    pair = await startPair({ OIDC_SCOPES: 'openid profile email groups' });
  });

  afterAll(() => pair.close());

  it('comes back to the guarded page that was asked for, path and query byte for byte', async () => {
    const wanted = '/profile?a=1&b=2&c=%26%3D%23&d=%C3%A9&e=a+b&f[]=1&f[]=2';
    const page = await signIn(new Browser(), pair.url, 'alice@example.com', 'alice', wanted);
    expect(page.status).toBe(200);
    expect(page.url).toBe(pair.url + wanted);
    expect(page.text).toContain('Alice Archer');
  });

  it('sends PKCE where the provider insists on it, and keeps every token from the browser', async () => {
    pair.okta.switches.requirePkce = true;
    const page = await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    pair.okta.switches.requirePkce = false;
    expect(page.status).toBe(200);
    expect(page.body + page.setCookies.join()).not.toMatch(jwtPattern);
  });

  it.each([
    ['the first', 0],
    ['the second', 1],
  ])('lets both of two tabs sign in when %s finishes first', async (_which, first) => {
    const browser = new Browser();
    const tabs = [await browser.get(`${pair.url}/profile?tab=0`), await browser.get(`${pair.url}/profile?tab=1`)];
    for (const tab of [first, 1 - first]) {
      const page = await browser.submit(tabs[tab]!, { username: 'bob@example.com', password: 'bob' });
      expect(page.status).toBe(200);
      expect(page.url).toBe(`${pair.url}/profile?tab=${tab}`);
    }
  });

  it('gives each of many people who sign in at the same moment their own session', async () => {
    const people = ['alice', 'bob', 'alice', 'bob', 'bob', 'alice'];
    const seen = await Promise.all(
      people.map(async (name) => {
        const browser = new Browser();
        await signIn(browser, pair.url, `${name}@example.com`, name);
        return ((await browser.get(`${pair.url}/api/me`)).json() as { name: string }).name.split(' ')[0]?.toLowerCase();
      }),
    );
    expect(seen).toEqual(people);
  });

  it('gives a new session id at every sign-in and ends the old session', async () => {
    const browser = new Browser();
    const first = sessionCookie((await signIn(browser, pair.url, 'alice@example.com', 'alice')).setCookies);
    const second = sessionCookie((await browser.get(`${pair.url}/login?returnTo=/profile`)).setCookies);
    expect(second).not.toBe(first);
    const old = await new Browser().get(`${pair.url}/api/me`, { cookie: first });
    expect(old.status).toBe(401);
    expect((await browser.get(`${pair.url}/api/me`)).json()).toMatchObject({ name: 'Alice Archer', groups: ['Everyone', 'Admins'] });
  });

  it('signs out here and at the provider, and is on the start page again', async () => {
    const browser = new Browser();
    const profile = await signIn(browser, pair.url, 'alice@example.com', 'alice');
    const out = await browser.submit(
      profile,
      {},
      profile.forms.findIndex(({ action }) => action.endsWith('/logout')),
    );
    expect(out.trail.map(({ url }) => new URL(url).origin)).toContain(pair.okta.origin);
    expect(new URL(out.url).origin + new URL(out.url).pathname).toBe(`${pair.url}/`);
    expect(out.text).toContain('Log in');
    const again = await browser.get(`${pair.url}/profile`);
    expect(again.url).toContain(pair.okta.origin);
    expect(again.forms.some(({ fields }) => 'password' in fields)).toBe(true);
  });

  it('keeps people signed in over a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'restart-'));
    const env = { DATABASE_URL: `sqlite:${join(folder, 'app.db')}`, SESSION_SECRET: 'one secret for both lives of this application' };
    const first = await startPair(env);
    const browser = new Browser();
    await signIn(browser, first.url, 'bob@example.com', 'bob');
    await first.app.close();
    const second = await startApp({ ...first.okta.env, ...env });
    expect((await browser.get(`${second.url}/profile`)).text).toContain('Bob Builder');
    await second.close();
    await first.okta.close();
    await rm(folder, { recursive: true });
  });
});

describe('Sign-in through the default server', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    pair = await startPair({ OKTA_AUTH_SERVER: 'default', OIDC_SCOPES: 'openid profile email' });
  });

  afterAll(() => pair.close());

  it('fails on a new organisation with a page that names the missing access policy', async () => {
    const page = await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    expect(page.status).toBe(403);
    expect(page.text).toMatch(/access policy/i);
    expect(page.text).toContain('Policy evaluation failed for this request, please check the policy configurations.');
    expect(page.text).toContain('Security > API');
    expect(page.links.map(({ text }) => text)).not.toContain('Try again');
  });

  it('works once the policy is there, without a restart', async () => {
    pair.okta.switches.defaultPolicy = true;
    const page = await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    pair.okta.switches.defaultPolicy = false;
    expect(page.status).toBe(200);
    expect(page.text).toContain('Alice Archer');
  });
});

function sessionCookie(setCookies: readonly string[]): string {
  return setCookies.find((line) => /^signin_\d+_session=[\w-]{43}/.test(line))?.split(';')[0] ?? '';
}
