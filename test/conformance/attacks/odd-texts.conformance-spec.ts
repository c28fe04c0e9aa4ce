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
