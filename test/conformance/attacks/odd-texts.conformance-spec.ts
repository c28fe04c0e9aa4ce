import { postUniversalLogout, revocationRequest } from '../revocation-request.js';
import { closeScenarios, startScenario, startSignedIn } from '../scenario.js';

afterEach(closeScenarios);

const nul = 'a\0b';
const [half, otherHalf] = ['boss-\ud83d', 'boss-\ud83e'];

it.each([
  ['a NUL', nul],
  ['half a character', half],
  ['commands for a terminal', '\u001b]0;owned\u0007'],
  ['20,000 characters', 'x'.repeat(20_000)],
])('signs in whose name and addresses hold %s', async (_what, odd) => {
  const scenario = await startScenario();
  scenario.provider.person.claims = { name: odd, preferred_username: odd, email: `${odd}@example.test`, email_verified: true };
  await scenario.signIn();
  expect(await scenario.isSignedIn()).toBe(true);
  expect((await scenario.browser.get(`${scenario.app.url}/profile`)).status).toBe(200);
});

it.each([
  ['a NUL', nul],
  ['half a character', half],
  ['another half', otherHalf],
  ['256 characters', 'x'.repeat(256)],
])('refuses a subject with %s', async (_what, sub) => {
  const scenario = await startScenario();
  scenario.provider.person.sub = sub;
  expect((await scenario.signIn()).status).toBe(400);
  expect(await scenario.isSignedIn()).toBe(false);
});

it('signs nobody out for a session id that no database can hold, and says nothing of a database', async () => {
  const { app, provider, isSignedIn } = await startSignedIn();
  for (const sid of ['%00', `a%00b`, '%ED%A0%BD', 'x'.repeat(3000)]) {
    const address = `${app.url}/frontchannel-logout?iss=${encodeURIComponent(provider.issuer)}&sid=${sid}`;
    const response = await fetch(address, { headers: { 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate' } });
    expect(response.status).toBeLessThan(500);
    expect(await response.text()).not.toMatch(/database/i);
  }
  expect(await isSignedIn()).toBe(true);
});

it.each([
  ['sid', '%00', 'holds a control character'],
  ['sid', 'a%1Bb', 'holds a control character'],
  ['sid', 'x'.repeat(256), 'is longer than 255 characters'],
  ['iss', 'https://tenant%0A.test', 'holds a control character'],
])('refuses a front-channel logout whose %s is %s, and logs why', async (name, value, problem) => {
  const { app, isSignedIn } = await startSignedIn();
  const response = await fetch(`${app.url}/frontchannel-logout?${name}=${value}`);
  expect([response.status, await isSignedIn()]).toEqual([400, true]);
  expect(app.log.join('')).toContain(`its ${name} ${problem}`);
});

it.each([
  ['sub', nul, 'holds a control character'],
  ['sub', half, 'holds half of a surrogate pair'],
  ['sub', 'x'.repeat(256), 'is longer than 255 characters'],
  ['iss', 'https://provider.test', 'holds a control character'],
  ['email', 'ada\u001b@example.test', 'holds a control character'],
  ['email', `${half}@example.test`, 'holds half of a surrogate pair'],
])('refuses a universal logout whose %s is %j, and logs why', async (name, value, problem) => {
  const scenario = await startSignedIn();
  const { issuer: iss, person } = scenario.provider;
  const sub_id = name === 'email' ? { format: 'email', email: value } : { format: 'iss_sub', iss, sub: person.sub, [name]: value };
  const response = await postUniversalLogout(scenario.app.url, await revocationRequest(scenario), { sub_id });
  expect([response.status, await response.text()]).toEqual([400, '{"error":"invalid_request"}']);
  expect(scenario.app.log.join('')).toContain(`its ${name} ${problem}`);
  expect(await scenario.isSignedIn()).toBe(true);
});

it.each([
  ['sub', 'a NUL', nul],
  ['sid', 'a NUL', nul],
  ['sub', 'half a character', half],
  ['sid', '3,000 characters', 'x'.repeat(3000)],
])('refuses a logout token whose %s has %s', async (name, _what, value) => {
  const { app, provider, isSignedIn } = await startSignedIn();
  const logout_token = await provider.logoutToken({ sub: provider.person.sub, sid: provider.lastSid() }, { claims: { [name]: value } });
  const response = await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token }) });
  expect([response.status, await isSignedIn()]).toEqual([400, true]);
});
