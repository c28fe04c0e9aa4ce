import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.js';
import { startApp } from '../../support/start-app.js';
import { closeScenarios, settingsFor, startScenario, type Scenario } from '../scenario.js';
import { another, stoppedLogin } from './stopped-login.js';

afterEach(closeScenarios);

const cookieOf = ({ browser, app }: Pick<Scenario, 'browser' | 'app'>): string =>
  browser.cookies.header(new URL(app.url), undefined, true) ?? '';

const open = (url: string, cookie: string): Promise<Response> =>
  fetch(url, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });

const sessionsIn = (answers: readonly Response[]): number =>
  answers.flatMap((answer) => answer.headers.getSetCookie()).filter((line) => /_session=[^;]/.test(line)).length;

const outcomes = (answers: readonly Response[]): unknown[] => answers.map(({ status, headers }) => [status, headers.get('location')]);

describe('A callback that comes several times with the same cookies', () => {
  it('sends its code once, and every answer leads on to the page, when it comes at once', async () => {
    const scenario = await startScenario();
    const callback = await stoppedLogin(scenario);
    const answers = await Promise.all([1, 2, 3].map(() => open(callback, cookieOf(scenario))));
    expect(scenario.provider.requestsTo('token')).toHaveLength(1);
    expect(outcomes(answers)).toEqual(Array(3).fill([303, '/profile']));
    expect(sessionsIn(answers)).toBe(1);
  });

  it('sends its code once when it comes to two instances', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'okta-nest-signin-once-'));
    const shared = { DATABASE_URL: `sqlite:${join(folder, 'app.db')}`, SESSION_SECRET: 'one secret of both instances, long enough' };
    const scenario = await startScenario({ env: shared });
    const port = String(await freePort());
    const other = await startApp(settingsFor(scenario.provider, { ...shared, PORT: port, PUBLIC_URL: scenario.app.url }));
    const callback = new URL(await stoppedLogin(scenario));
    const elsewhere = new URL(callback);
    elsewhere.port = port;
    const answers = await Promise.all([callback, elsewhere].map((url) => open(url.href, cookieOf(scenario))));
    const late = await open(elsewhere.href, cookieOf(scenario));
    expect(scenario.provider.requestsTo('token')).toHaveLength(1);
    expect(outcomes([...answers, late])).toEqual(Array(3).fill([303, '/profile']));
    expect(sessionsIn([...answers, late])).toBe(1);
    await other.close();
    await rm(folder, { recursive: true });
  });

  it('leaves the session alone that it made the first time, and leads its person to their page', async () => {
    const scenario = await startScenario();
    const callback = await stoppedLogin(scenario);
    const before = cookieOf(scenario);
    await scenario.browser.get(callback);
    const late = await open(callback, `${before}; ${cookieOf(scenario)}`);
    expect(outcomes([late])).toEqual([[303, '/profile']]);
    expect([sessionsIn([late]), await scenario.isSignedIn()]).toEqual([0, true]);
    expect(scenario.provider.requestsTo('token')).toHaveLength(1);
  });

  it('sends no code where the store cannot say whether it was sent before', async () => {
    const scenario = await startScenario({ env: { SESSION_STORE_URL: `redis://127.0.0.1:${String(await freePort())}` } });
    const callback = await stoppedLogin(scenario);
    const answer = await open(callback, cookieOf(scenario));
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([503, []]);
    expect(scenario.provider.requestsTo('token')).toHaveLength(0);
  });
});

describe('A callback of somebody else', () => {
  it('leads a person who is signed in to the start page, with a notice, and changes nothing', async () => {
    const attacker = await startScenario();
    const victim = another(attacker);
    await victim.browser.get(`${attacker.app.url}/profile`);
    const before = cookieOf(victim);
    const tokens = attacker.provider.requestsTo('token').length;
    const page = await victim.browser.get(await stoppedLogin(attacker, '/login?returnTo=/logout'));
    expect([page.status, page.url]).toEqual([200, `${attacker.app.url}/`]);
    expect(page.text).toContain('You were signed in already');
    expect(cookieOf(victim)).toBe(before);
    expect(attacker.provider.requestsTo('token')).toHaveLength(tokens);
    expect((await victim.browser.get(`${attacker.app.url}/`)).text).not.toContain('You were signed in already');
  });

  it.each(['error=access_denied&error_description=Call+555-0100&state=x', 'code=x&state=x', 'code=x', ''])(
    'says nothing of its own to a person who is signed in: %s',
    async (query) => {
      const scenario = await startScenario();
      await scenario.signIn();
      const page = await scenario.browser.get(`${scenario.app.url}/authorization-code/callback?${query}`);
      expect([page.status, page.url, page.text.includes('555'), await scenario.isSignedIn()]).toEqual([
        200,
        `${scenario.app.url}/`,
        false,
        true,
      ]);
    },
  );
});
