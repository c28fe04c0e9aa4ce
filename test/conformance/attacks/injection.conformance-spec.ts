import { failureCode } from '../outcome.js';
import { closeScenarios, startScenario } from '../scenario.js';
import { another, stoppedLogin } from './stopped-login.js';

afterEach(closeScenarios);

/** The attacker's own login, finished with the code that the provider gave for the victim's. */
async function injectedCode(env: Record<string, string> = {}) {
  const victim = await startScenario({ env });
  const stolen = new URL(await stoppedLogin(victim)).searchParams.get('code') ?? '';
  const attacker = another(victim);
  const callback = new URL(await stoppedLogin(attacker));
  callback.searchParams.set('code', stolen);
  await attacker.browser.get(callback.href);
  return { scenario: victim, attacker };
}

it('does not redeem a stolen code in another browser: PKCE', async () => {
  const { scenario, attacker } = await injectedCode();
  expect(failureCode(scenario)).toBe('token_refused');
  expect(await attacker.isSignedIn()).toBe(false);
});

it('does not do so with PKCE off either: nonce', async () => {
  const { scenario, attacker } = await injectedCode({ OIDC_PKCE: 'off' });
  expect(failureCode(scenario)).toBe('id_token_claims');
  expect(await attacker.isSignedIn()).toBe(false);
});

it('does not take a callback twice', async () => {
  const scenario = await startScenario();
  const callback = await stoppedLogin(scenario);
  await scenario.browser.get(callback);
  expect(await scenario.isSignedIn()).toBe(true);
  const again = await scenario.browser.get(callback);
  expect([again.status, again.url, await scenario.isSignedIn()]).toEqual([200, `${scenario.app.url}/`, true]);
  expect(scenario.provider.requestsTo('token')).toHaveLength(1);
});

it('does not take a callback twice from somebody who kept the cookies of before', async () => {
  const scenario = await startScenario();
  const { browser, app, provider } = scenario;
  const callback = await stoppedLogin(scenario);
  const cookie = browser.cookies.header(new URL(app.url), undefined, true) ?? '';
  await browser.get(callback);
  const again = await fetch(callback, { headers: { cookie }, redirect: 'manual' });
  expect([again.status, again.headers.get('location')]).toEqual([303, '/profile']);
  expect(again.headers.getSetCookie().filter((line) => /_session=[^;]/.test(line))).toEqual([]);
  expect(provider.requestsTo('token')).toHaveLength(1);
});

it('uses a login up by the first answer, also by one that is refused', async () => {
  const scenario = await startScenario();
  const callback = new URL(await stoppedLogin(scenario));
  const refusal = new URL(callback);
  refusal.searchParams.delete('code');
  refusal.searchParams.set('error', 'access_denied');
  expect((await scenario.browser.get(refusal.href)).status).toBe(403);
  expect((await scenario.browser.get(callback.href)).status).toBe(400);
  expect(await scenario.isSignedIn()).toBe(false);
});

it('takes no tokens that come in the address', async () => {
  const scenario = await startScenario();
  const callback = new URL(await stoppedLogin(scenario));
  callback.searchParams.delete('code');
  callback.searchParams.set('id_token', await scenario.provider.logoutToken({ sub: 'victim' }));
  callback.searchParams.set('access_token', 'x');
  expect((await scenario.browser.get(callback.href)).status).toBe(400);
  expect(await scenario.isSignedIn()).toBe(false);
});

it('takes no logout token for an ID token, and no ID token for a logout token', async () => {
  const scenario = await startScenario();
  const logout = await scenario.provider.logoutToken({ sub: 'person-1' });
  scenario.provider.lie = { idToken: { raw: { value: logout } } };
  await scenario.signIn();
  expect(await scenario.isSignedIn()).toBe(false);
  scenario.provider.lie = {};
  await scenario.signIn();
  const asIdToken = { claims: { events: undefined, nonce: 'a-nonce', exp: Math.floor(Date.now() / 1000) + 3600 }, header: { typ: 'JWT' } };
  const logout_token = await scenario.provider.logoutToken({ sub: 'person-1' }, asIdToken);
  const answer = await fetch(`${scenario.app.url}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token }) });
  expect([answer.status, await scenario.isSignedIn()]).toEqual([400, true]);
});

it('does not end a new session by a logout token that was used before', async () => {
  const scenario = await startScenario();
  await scenario.signIn();
  const body = new URLSearchParams({ logout_token: await scenario.provider.logoutToken({ sub: 'person-1' }) });
  const post = () => fetch(`${scenario.app.url}/backchannel-logout`, { method: 'POST', body });
  expect((await post()).status).toBe(200);
  expect(await scenario.isSignedIn()).toBe(false);
  await scenario.signIn();
  await post();
  expect(await scenario.isSignedIn()).toBe(true);
});
