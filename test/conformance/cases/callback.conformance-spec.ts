import { freePort } from '../../support/free-port.js';
import { startApp } from '../../support/start-app.js';
import { another, stoppedLogin } from '../attacks/stopped-login.js';
import { describePlan, holds } from '../describe-plan.js';
import { moveClock, resetClock } from '../moved-clock.js';
import { failureCode, outcomeOf } from '../outcome.js';
import type { Setup } from '../provider/setup.js';
import { startProvider } from '../provider/start-provider.js';
import { register, settingsFor, startScenario } from '../scenario.js';

afterEach(resetClock);

const phishing = 'Call +1-555-0100 to unlock <b>now</b>\u202E\n';

describePlan('cases from the field: the way back from the provider', {
  'S25 iss in the callback': holds(async () => {
    const rows: [Setup['responseIssuer'], Record<string, unknown>, string][] = [
      ['advertised', {}, 'signs in'],
      ['advertised', { iss: undefined }, 'refuses: response_issuer_missing'],
      ['sent', {}, 'signs in'],
      ['off', {}, 'signs in'],
      ['sent', { iss: 'https://other.test' }, 'refuses: response_issuer_mismatch'],
      ['advertised', { session_state: 'x', scope: 'openid', authuser: '0', hd: 'example.test', unknown: '1' }, 'signs in'],
    ];
    for (const [responseIssuer, authorizationResponse, expected] of rows) {
      const scenario = await startScenario({ setup: { responseIssuer }, lie: { authorizationResponse } });
      expect([responseIssuer, authorizationResponse, await outcomeOf(scenario, await scenario.signIn())]).toEqual([
        responseIssuer,
        authorizationResponse,
        expected,
      ]);
      if (expected !== 'signs in') expect(scenario.provider.requestsTo('token')).toHaveLength(0);
    }
  }),
  'S28 a login that took too long': holds(async () => {
    const scenario = await startScenario();
    const callback = await stoppedLogin(scenario);
    const cookie = scenario.browser.cookies.header(new URL(callback), undefined, true) ?? '';
    moveClock(31 * 60);
    const page = await scenario.browser.get(callback, { cookie });
    expect([page.status, failureCode(scenario)]).toEqual([400, 'transaction_expired']);
    expect(page.links.map(({ url }) => url)).toContain(`${scenario.app.url}/login?returnTo=%2Fprofile`);
  }),
  'S28 a login that began in the future, since the clock was set back': holds(async () => {
    const scenario = await startScenario();
    const callback = await stoppedLogin(scenario);
    moveClock(-10 * 60);
    const page = await scenario.browser.get(callback);
    expect([page.status, failureCode(scenario)]).toEqual([400, 'transaction_expired']);
    expect(scenario.provider.requestsTo('token')).toHaveLength(0);
  }),
  'S28 a login that began on an instance whose clock is a little ahead': holds(async () => {
    const scenario = await startScenario();
    const callback = await stoppedLogin(scenario);
    moveClock(-30);
    expect(await outcomeOf(scenario, await scenario.browser.get(callback))).toBe('signs in');
  }),
  'S28 a login whose cookie is gone, or that another browser finishes': holds(async () => {
    const scenario = await startScenario();
    const callback = await stoppedLogin(scenario);
    const elsewhere = await another(scenario).browser.get(callback);
    expect([elsewhere.status, elsewhere.trail]).toEqual([400, []]);
    expect(elsewhere.links.some(({ url }) => url.startsWith(`${scenario.app.url}/login`))).toBe(true);
  }),
  'S28 a restart with another secret in the middle of a login': holds(async () => {
    const provider = await startProvider();
    const PORT = String(await freePort());
    const before = await startApp(settingsFor(provider, { PORT, SESSION_SECRET: 'the secret of the first start, long enough' }));
    register(provider, before.url);
    const { browser } = await startScenario();
    const callback = await stoppedLogin({ app: before, browser });
    await before.close();
    const after = await startApp(settingsFor(provider, { PORT, SESSION_SECRET: 'the secret of the second start, long enough' }));
    const page = await browser.get(callback);
    expect([page.status, page.trail]).toEqual([400, []]);
    await Promise.all([after.close(), provider.close()]);
  }),
  "S29 an attacker's words are not shown": holds(async () => {
    const scenario = await startScenario();
    const query = new URLSearchParams({ error: 'access_denied', error_description: phishing, error_uri: 'https://evil.example/' });
    for (const state of [undefined, 'of-nobody']) {
      if (state !== undefined) query.set('state', state);
      const page = await scenario.browser.get(`${scenario.app.url}/authorization-code/callback?${query.toString()}`);
      expect([page.status, /555|evil/.test(page.body)]).toEqual([400, false]);
    }
  }),
  "S29 the provider's words are quoted, as text, cut and on one line of the log": holds(async () => {
    const scenario = await startScenario({
      lie: {
        authorizationResponse: {
          code: undefined,
          error: 'access_denied',
          error_description: phishing + 'x'.repeat(10_000),
          error_uri: 'https://evil.example/',
        },
      },
    });
    const page = await scenario.signIn();
    expect(page.text).toContain('Call +1-555-0100 to unlock');
    expect([page.body.includes('<b>now'), page.body.includes('\u202E'), page.body.includes('evil.example')]).toEqual([false, false, false]);
    expect(page.body.length).toBeLessThan(30_000);
    expect(scenario.app.log.filter((line) => line.includes('555-0100')).every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  }),
  'two logins in two tabs both finish': holds(async () => {
    const scenario = await startScenario();
    const first = await stoppedLogin(scenario, '/login?returnTo=/profile?tab=1');
    const second = await stoppedLogin(scenario, '/login?returnTo=/profile?tab=2');
    expect((await scenario.browser.get(second)).url).toContain('tab=2');
    expect((await scenario.browser.get(first)).url).toContain('tab=1');
  }),
  'logins that began in the future give way before those of now': holds(async () => {
    const scenario = await startScenario();
    for (let count = 0; count < 12; count += 1) await stoppedLogin(scenario);
    moveClock(-10 * 60);
    const first = await stoppedLogin(scenario, '/login?returnTo=/profile?tab=1');
    const second = await stoppedLogin(scenario, '/login?returnTo=/profile?tab=2');
    expect((await scenario.browser.get(first)).url).toContain('tab=1');
    expect((await scenario.browser.get(second)).url).toContain('tab=2');
  }),
  'many logins that are never finished do not fill the cookie header': holds(async () => {
    const scenario = await startScenario();
    for (let count = 0; count < 20; count += 1) await stoppedLogin(scenario, `/login?returnTo=/profile?${'x'.repeat(500)}`);
    expect((scenario.browser.cookies.header(new URL(scenario.app.url), undefined, true) ?? '').length).toBeLessThan(8000);
    expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
  }),
});
