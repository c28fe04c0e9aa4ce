import { closeScenarios, startScenario, type Scenario } from '../scenario.js';
import { another } from './stopped-login.js';

afterEach(closeScenarios);

function sessionCookie({ browser, app }: Pick<Scenario, 'browser' | 'app'>): string {
  const cookies = browser.cookies.header(new URL(app.url), undefined, true) ?? '';
  return /[^; ]*_session=[^;]+/.exec(cookies)?.[0] ?? 'no session cookie';
}

const me = (app: Scenario['app'], cookie: string) => fetch(`${app.url}/api/me`, { headers: { cookie } });

it('gives a new session id at sign-in, whatever the browser came with', async () => {
  const scenario = await startScenario();
  await scenario.signIn();
  const planted = sessionCookie(scenario);
  const victim = another(scenario);
  victim.browser.cookies.keep(`${planted}; Path=/`, new URL(scenario.app.url));
  const { browser, app } = victim;
  await browser.get(`${app.url}/login`);
  expect(sessionCookie(victim)).not.toBe(planted);
  expect((await me(app, planted)).status).toBe(401);
  expect(await victim.isSignedIn()).toBe(true);
});

it('does not adopt a session id that it did not give', async () => {
  const scenario = await startScenario();
  const name = sessionCookie(await signedIn(scenario)).split('=')[0] ?? '';
  const invented = `${name}=${'A'.repeat(43)}`;
  scenario.browser.cookies.clear();
  scenario.browser.cookies.keep(`${invented}; Path=/`, new URL(scenario.app.url));
  await scenario.browser.get(`${scenario.app.url}/login`);
  expect(sessionCookie(scenario)).not.toBe(invented);
  expect((await me(scenario.app, invented)).status).toBe(401);
});

it('ends the session of the person who sat there before', async () => {
  const scenario = await signedIn(await startScenario());
  const before = sessionCookie(scenario);
  scenario.provider.person.sub = 'another-person';
  await scenario.browser.get(`${scenario.app.url}/login`);
  expect((await me(scenario.app, before)).status).toBe(401);
  const page = await scenario.browser.get(`${scenario.app.url}/api/me`, { accept: 'application/json' });
  expect(page.json()).toMatchObject({ subject: 'another-person' });
});

it('keeps no session alive by its cookie after sign-out', async () => {
  const scenario = await signedIn(await startScenario());
  const cookie = sessionCookie(scenario);
  const profile = await scenario.browser.get(`${scenario.app.url}/profile`);
  await scenario.browser.submit(
    profile,
    {},
    profile.forms.findIndex(({ action }) => action.endsWith('/logout')),
  );
  expect((await me(scenario.app, cookie)).status).toBe(401);
});

async function signedIn(scenario: Scenario): Promise<Scenario> {
  await scenario.signIn();
  expect(await scenario.isSignedIn()).toBe(true);
  return scenario;
}
