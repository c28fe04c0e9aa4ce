import { failureCode } from '../outcome.js';
import { closeScenarios, settle, startScenario } from '../scenario.js';
import { another, stoppedLogin } from './stopped-login.js';

afterEach(closeScenarios);

it('does not sign a victim in with the code of an attacker', async () => {
  const attacker = await startScenario();
  const victim = another(attacker);
  const page = await victim.browser.get(await stoppedLogin(attacker));
  expect([page.status, failureCode(attacker)]).toEqual([400, 'transaction_missing']);
  expect(await victim.isSignedIn()).toBe(false);
  expect(attacker.provider.requestsTo('token')).toHaveLength(0);
});

it('does not do so while the victim has a login of its own under way either', async () => {
  const attacker = await startScenario();
  const victim = another(attacker);
  const own = await stoppedLogin(victim);
  const page = await victim.browser.get(await stoppedLogin(attacker));
  expect([page.status, await victim.isSignedIn()]).toEqual([400, false]);
  const finished = await victim.browser.get(own);
  expect([finished.status, await victim.isSignedIn()]).toEqual([200, true]);
});

it('does not accept a forged form_post either', async () => {
  const attacker = await startScenario({ env: { OIDC_RESPONSE_MODE: 'form_post' } });
  const victim = another(attacker);
  const started = await attacker.browser.get(`${attacker.app.url}/login`, {}, { redirect: 'manual' });
  const form = await attacker.browser.get(started.headers.location ?? '', {}, { redirect: 'manual' });
  const page = await settle(victim.browser, form);
  expect([page.status, failureCode(attacker)]).toEqual([400, 'transaction_missing']);
  expect(await victim.isSignedIn()).toBe(false);
});

it('does not replace the session of somebody who is signed in', async () => {
  const attacker = await startScenario();
  const victim = another(attacker);
  attacker.provider.person.sub = 'victim';
  await settle(victim.browser, await victim.browser.get(`${attacker.app.url}/profile`));
  attacker.provider.person.sub = 'attacker';
  await victim.browser.get(await stoppedLogin(attacker));
  const me = await victim.browser.get(`${attacker.app.url}/api/me`, { accept: 'application/json' });
  expect(me.json()).toMatchObject({ subject: 'victim' });
});

it('does not let another site start a sign-out, neither by a form nor by a link', async () => {
  const scenario = await startScenario();
  await scenario.signIn();
  const evil = await scenario.browser.get(`${scenario.provider.origin}/nothing`);
  const form = await scenario.browser.post(evil, `${scenario.app.url}/logout`, {});
  expect([form.status, await scenario.isSignedIn()]).toEqual([403, true]);
  await scenario.browser.follow(evil, `${scenario.app.url}/logout`);
  expect(await scenario.isSignedIn()).toBe(true);
});

it.each([
  ['Sec-Fetch-Site alone', { 'sec-fetch-site': 'same-site' }],
  ['Origin alone', { origin: 'https://evil.example' }],
])('refuses a sign-out of another site by %s, though the cookie comes along', async (_what, headers) => {
  const scenario = await startScenario();
  await scenario.signIn();
  const cookie = scenario.browser.cookies.header(new URL(scenario.app.url), undefined, true) ?? '';
  const answer = await fetch(`${scenario.app.url}/logout`, { method: 'POST', headers: { ...headers, cookie }, redirect: 'manual' });
  expect([cookie === '', answer.status, await scenario.isSignedIn()]).toEqual([false, 403, true]);
});
