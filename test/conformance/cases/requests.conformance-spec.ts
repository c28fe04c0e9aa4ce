import { Sessions } from '../../../packages/signin/src/session/sessions.js';
import { describePlan, holds } from '../describe-plan.js';
import { settle, startScenario, type Scenario, type ScenarioOptions } from '../scenario.js';

const html = { accept: 'text/html', 'sec-fetch-mode': 'navigate' };

describePlan('cases from the field: requests, paths and cookies', {
  'S07 a client secret with every character': { elsewhere: 'client-auth/client-auth; as written in .env: packages/signin/src/config' },
  'S08 cookies of others that cannot be read': holds(async () => {
    const scenario = await signedIn();
    const own = scenario.browser.cookies.header(new URL(scenario.app.url), undefined, true) ?? '';
    const me = async (cookie: string) => (await fetch(`${scenario.app.url}/api/me`, { headers: { cookie } })).status;
    const many = Array.from({ length: 200 }, (_, index) => `c${String(index)}=v`).join('; ');
    for (const rubbish of ['ga=%E2%9; x=100%', 'a="quoted, with=equals"', '=; ;;;', many]) expect(await me(`${rubbish}; ${own}`)).toBe(200);
    const name = own.split('=')[0] ?? '';
    for (const value of ['%GG', '%', '""', 'a b']) expect(await me(`${name}=${value}`)).toBe(401);
  }),
  'S09 a return path keeps its query to the letter': holds(async () => {
    for (const target of ['/profile?a=1&b=2&c=%26%3D%23&d=%C3%A9&e=a+b&f[]=1&f[]=2', '/profile?x=%2Fy', '/profile?q=%E2%9C%93']) {
      const scenario = await startScenario();
      const page = await scenario.signIn(target);
      expect(page.trail.at(-1)?.location).toBe(target);
    }
  }),
  'S10 a form or a fetch after the session has ended': holds(async () => {
    const { app, provider } = await startScenario();
    const before = provider.requestsTo('authorize').length;
    const answers = await Promise.all([
      fetch(`${app.url}/api/me`, { headers: { 'sec-fetch-mode': 'cors' }, redirect: 'manual' }),
      fetch(`${app.url}/profile`, { headers: { accept: '*/*' }, redirect: 'manual' }),
      fetch(`${app.url}/profile`, { method: 'POST', headers: html, redirect: 'manual' }),
      fetch(`${app.url}/api/me`, { method: 'DELETE', redirect: 'manual' }),
    ]);
    for (const { status } of answers) expect([401, 403, 404, 405]).toContain(status);
    expect(provider.requestsTo('authorize')).toHaveLength(before);
  }),
  'S11 the application under a path': { elsewhere: 'cases/path-prefix' },
  'S12 a Secure cookie behind a proxy that ends TLS': { elsewhere: 'attacks/cookies and cases/path-prefix' },
  'S13 form_post and SameSite=Lax': { elsewhere: 'form-post, with two sites; in Chromium: test/browser/cross-site' },
  'S24 OPTIONS is not sent to sign in': holds(async () => {
    const { app, provider } = await startScenario();
    for (const path of ['/api/me', '/profile', '/login']) {
      const headers = { origin: 'https://other.test', 'access-control-request-method': 'GET' };
      const answer = await fetch(`${app.url}${path}`, { method: 'OPTIONS', headers, redirect: 'manual' });
      expect([path, [204, 401, 403, 404, 405].includes(answer.status), answer.headers.getSetCookie()]).toEqual([path, true, []]);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect(provider.requestsTo('authorize')).toHaveLength(0);
  }),
  'S26 a browser that loads /login ahead of time': holds(async () => {
    const { app, browser } = await startScenario();
    for (const headers of [{ 'sec-purpose': 'prefetch;prerender' }, { purpose: 'prefetch' }, { 'sec-purpose': 'prefetch' }]) {
      const ahead = await browser.get(`${app.url}/login`, headers, { redirect: 'manual' });
      expect([ahead.status, ahead.setCookies, ahead.headers['cache-control']]).toEqual([503, [], 'no-store']);
    }
    const started = await browser.get(`${app.url}/login?returnTo=/profile`, {}, { redirect: 'manual' });
    expect(started.headers['cache-control']).toContain('no-store');
    const answered = await browser.get(started.headers.location ?? '', {}, { redirect: 'manual' });
    const callback = answered.headers.location ?? '';
    expect((await browser.get(callback, { 'sec-purpose': 'prefetch' })).status).toBe(503);
    expect((await browser.get(callback)).status).toBe(200);
  }),
  'S27 an odd query at the callback': holds(async () => {
    const { app, browser, provider } = await startScenario();
    await browser.get(`${app.url}/login`, {}, { redirect: 'manual' });
    const long = 'x'.repeat(10_000);
    const queries = [
      '',
      'state=0&code=1',
      `state=${long}&code=1`,
      'state=%27%22%00&code=1',
      'state=%F0%9F%98%80&code=1',
      'state[]=a&code=1',
      'state[$ne]=&code=1',
      `code=${long}`,
      `error=x&error_description=${long}`,
      'code=1&code=2&state=a',
      'state=__proto__&code=1',
      '%',
    ];
    for (const query of queries) {
      const page = await browser.get(`${app.url}/authorization-code/callback?${query}`);
      expect([query.slice(0, 30), page.status]).toEqual([query.slice(0, 30), 400]);
    }
    expect(provider.requestsTo('token')).toHaveLength(0);
  }),
  'S34 visitors and health checks leave nothing behind': holds(async () => {
    const { app } = await startScenario();
    for (let count = 0; count < 50; count += 1) {
      for (const path of ['/', '/healthz', '/favicon.ico', '/robots.txt']) {
        expect((await fetch(`${app.url}${path}`)).headers.getSetCookie()).toEqual([]);
      }
      expect((await fetch(`${app.url}/`, { method: 'HEAD' })).headers.getSetCookie()).toEqual([]);
    }
    expect(await app.app.get(Sessions).count()).toBe(0);
  }),
});

async function signedIn(options: ScenarioOptions = {}): Promise<Scenario> {
  const scenario = await startScenario(options);
  await settle(scenario.browser, await scenario.signIn());
  expect(await scenario.isSignedIn()).toBe(true);
  return scenario;
}
