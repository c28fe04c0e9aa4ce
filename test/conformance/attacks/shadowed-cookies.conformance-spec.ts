import type { Page } from '../../support/page.js';
import { closeScenarios, startScenario, startSignedIn, type Scenario } from '../scenario.js';
import { another, stoppedLogin } from './stopped-login.js';

afterEach(closeScenarios);

type Visit = Pick<Scenario, 'app' | 'browser'>;

const cookiesOf = ({ browser, app }: Visit): [name: string, value: string][] =>
  (browser.cookies.header(new URL(app.url), undefined, true) ?? '').split('; ').map((pair) => pair.split(/=(.*)/s, 2) as [string, string]);

const sessionOf = (visit: Visit): [name: string, value: string] =>
  cookiesOf(visit).find(([name]) => name.endsWith('_session')) ?? ['no session', ''];

const me = async ({ app }: Pick<Visit, 'app'>, cookie: string): Promise<unknown> => {
  const answer = await fetch(`${app.url}/api/me`, { headers: { cookie } });
  return answer.status === 200 ? ((await answer.json()) as { subject: string }).subject : answer.status;
};

describe('Several cookies under the name of the session', () => {
  it('are each tried: an old one before it hides no session, and the browser keeps the good one', async () => {
    const scenario = await startSignedIn();
    const [name, value] = sessionOf(scenario);
    for (const old of ['A'.repeat(43), 'cut', '', '%GG', '"'])
      expect([old, await me(scenario, `${name}=${old}; ${name}=${value}`)]).toEqual([old, scenario.provider.person.sub]);
    const answer = await fetch(`${scenario.app.url}/api/me`, { headers: { cookie: `${name}=old; ${name}=${value}` } });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('are tried up to a few, so that a full header costs the store little', async () => {
    const scenario = await startSignedIn();
    const [name, value] = sessionOf(scenario);
    const planted = Array.from({ length: 200 }, () => `${name}=${'B'.repeat(43)}`).join('; ');
    expect(await me(scenario, `${planted}; ${name}=${value}`)).toBe(401);
  });

  it('all end at the next sign-in: what somebody planted does not stay signed in', async () => {
    const scenario = await startScenario();
    const attacker = another(scenario);
    await attacker.browser.get(`${scenario.app.url}/profile`);
    const [name, planted] = sessionOf(attacker);
    await scenario.signIn();
    const [, own] = sessionOf(scenario);
    const callback = await stoppedLogin(scenario);
    const pending = cookiesOf(scenario).find(([one]) => one.includes('_login_')) ?? ['', ''];
    const cookie = `${name}=${planted}; ${name}=${own}; ${pending.join('=')}`;
    expect((await fetch(callback, { headers: { cookie }, redirect: 'manual' })).status).toBe(303);
    expect([await me(scenario, `${name}=${planted}`), await me(scenario, `${name}=${own}`)]).toEqual([401, 401]);
  });
});

it('tries each cookie under the name of a pending login', async () => {
  const scenario = await startScenario();
  const callback = await stoppedLogin(scenario);
  const [[name = '', value = ''] = []] = cookiesOf(scenario);
  const cookie = `${name}=planted; ${name}=${value}`;
  expect((await fetch(callback, { headers: { cookie }, redirect: 'manual' })).status).toBe(303);
});

describe('A browser that loses the cookie of its session', () => {
  /** Goes along with redirects, and forgets the session at each. */
  async function walkForgetting({ browser, app }: Visit, path: string): Promise<{ page: Page; hops: number }> {
    let page = await browser.get(app.url + path, {}, { redirect: 'manual' });
    for (let hops = 0; ; hops += 1) {
      const { location } = page.headers;
      if (location === undefined || hops > 40) return { page, hops };
      const name = page.setCookies.find((line) => /_session=[^;]/.test(line))?.split('=')[0];
      if (name !== undefined) browser.cookies.clear(name);
      page = await browser.follow(page, location, {}, { redirect: 'manual' });
    }
  }

  it('is shown a page that names the cookie, before it gives up following redirects', async () => {
    const scenario = await startScenario();
    const { page, hops } = await walkForgetting(scenario, '/profile');
    expect([page.status, hops < 20]).toEqual([400, true]);
    expect(page.text).toContain(
      `the cookie signin_${new URL(scenario.app.url).port}_session did not come back, or no session belongs to it`,
    );
    const retry = page.links.find(({ text }) => text === 'Try again')?.url ?? '';
    const again = await scenario.browser.get(retry);
    expect([again.status, again.url]).toEqual([200, `${scenario.app.url}/profile`]);
  });

  it('is no browser whose person signs in and out again and again', async () => {
    const scenario = await startScenario();
    for (let count = 0; count < 5; count += 1) {
      const profile = await scenario.signIn();
      expect([count, profile.status, profile.url]).toEqual([count, 200, `${scenario.app.url}/profile`]);
      const form = profile.forms.findIndex(({ action }) => action.endsWith('/logout'));
      await scenario.browser.submit(profile, {}, form, { redirect: 'manual' });
      scenario.provider.person.sub = `person-${String(count)}`;
    }
  });
});
