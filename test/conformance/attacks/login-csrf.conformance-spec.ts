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

it('does not let another site start a sign-out or read a form token', async () => {
  const scenario = await startScenario();
  await scenario.signIn();
  const evil = await scenario.browser.get(`${scenario.provider.origin}/nothing`);
  const withoutToken = await scenario.browser.post(evil, `${scenario.app.url}/logout`, {});
  expect([withoutToken.status, await scenario.isSignedIn()]).toEqual([403, true]);
  const guessed = await scenario.browser.post(evil, `${scenario.app.url}/logout`, { csrf: 'x'.repeat(43) });
  expect([guessed.status, await scenario.isSignedIn()]).toEqual([403, true]);
});

it('does not sign out by a link, nor by a form of our own origin without the token of this session', async () => {
  const scenario = await startScenario();
  const profile = await scenario.signIn();
  await scenario.browser.get(`${scenario.app.url}/logout`);
  expect(await scenario.isSignedIn()).toBe(true);
  const other = another(scenario);
  const theirs = await settle(other.browser, await other.browser.get(`${scenario.app.url}/profile`));
  const { csrf } = theirs.forms.find(({ action }) => action.endsWith('/logout'))?.fields ?? {};
  const page = await scenario.browser.post(profile, `${scenario.app.url}/logout`, { csrf: csrf ?? '' });
  expect([csrf === undefined, page.status, await scenario.isSignedIn()]).toEqual([false, 403, true]);
});
