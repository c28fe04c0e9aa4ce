import { randomUUID } from 'node:crypto';
import type { JwtLie } from '../provider/lie.js';
import { closeScenarios, startScenario, startSignedIn, type Scenario } from '../scenario.js';
import { postUniversalLogout, revocationRequest } from '../revocation-request.js';
import { signedInAs } from '../../support/signed-in-as.js';
import { another } from './stopped-login.js';

afterEach(closeScenarios);

describe('POST /universal-logout', () => {
  const inMinutes = (minutes: number) => Math.floor(Date.now() / 1000) + minutes * 60;

  /** The provider's honest request, but for `lie`. */
  async function ask(scenario: Scenario, lie: JwtLie = {}): Promise<number> {
    const { app, provider } = scenario;
    const sub_id = { format: 'iss_sub', iss: provider.issuer, sub: provider.person.sub };
    return (await postUniversalLogout(app.url, await revocationRequest(scenario, lie), { sub_id })).status;
  }

  it('ends the sessions of the person for an honest request', async () => {
    const scenario = await startSignedIn();
    expect([await ask(scenario), await scenario.isSignedIn()]).toEqual([204, false]);
  });

  const lies: [string, JwtLie][] = [
    ['without a signature', { alg: 'none' }],
    ['with a changed signature', { signature: 'tampered' }],
    ['of a foreign key', { signature: 'foreign-key' }],
    ['signed with the client secret', { alg: 'HS256' }],
    ['for another address', { claims: { aud: 'https://other.test/universal-logout' } }],
    ['of another issuer', { claims: { iss: 'https://other.test' } }],
    ['about another client', { claims: { sub: 'another-client' } }],
    ['that expired', { claims: { exp: inMinutes(-10) } }],
    ['that never expires', { claims: { exp: undefined } }],
    ['that lives for a year', { claims: { exp: inMinutes(525_600) } }],
    ['without jti', { claims: { jti: undefined } }],
    ['of another type', { header: { typ: 'JWT' } }],
    ['of no type', { header: { typ: undefined } }],
  ];
  it.each(lies)('refuses a token %s', async (_title, lie) => {
    const scenario = await startSignedIn();
    expect([await ask(scenario, lie), await scenario.isSignedIn()]).toEqual([401, true]);
  });

  it('refuses a request without a token, before it says whether the person exists', async () => {
    const { app, provider } = await startSignedIn();
    for (const sub of [provider.person.sub, 'nobody']) {
      const answer = await postUniversalLogout(app.url, undefined, { sub_id: { format: 'iss_sub', iss: provider.issuer, sub } });
      expect(answer.status).toBe(401);
    }
  });

  it('refuses a token for the second time', async () => {
    const scenario = await startSignedIn();
    const jti = randomUUID();
    expect(await ask(scenario, { claims: { jti } })).toBe(204);
    await scenario.signIn();
    expect([await ask(scenario, { claims: { jti } }), await scenario.isSignedIn()]).toEqual([401, true]);
  });

  it('by an address ends the sessions of this issuer alone: another one may have given the same address to somebody else', async () => {
    const scenario = await startScenario();
    const email = 'shared@example.com';
    const ours = await signedInAs(scenario.app, { email, claims: { iss: scenario.provider.issuer } });
    const theirs = await signedInAs(scenario.app, { email, claims: { iss: 'https://former.example' } });
    const token = await revocationRequest(scenario);
    expect((await postUniversalLogout(scenario.app.url, token, { sub_id: { format: 'email', email } })).status).toBe(204);
    const statuses = [ours, theirs].map(async ({ browser }) => (await browser.get(`${scenario.app.url}/api/me`)).status);
    expect(await Promise.all(statuses)).toEqual([401, 200]);
  });
});

describe('GET /frontchannel-logout', () => {
  const visit = ({ browser, provider }: Pick<Scenario, 'browser' | 'provider'>, url: string) =>
    browser.get(`${provider.origin}/nothing`).then((page) => browser.fetch(page, url));

  it('ends nothing for whoever does not know the session id', async () => {
    const scenario = await startSignedIn();
    const stranger = another(scenario);
    const iss = encodeURIComponent(scenario.provider.issuer);
    for (const query of [`iss=${iss}&sid=guessed`, `iss=${iss}&sid=`, `iss=${iss}`, `sid=*`, '']) {
      await visit(stranger, `${scenario.app.url}/frontchannel-logout?${query}`);
      expect([query, await scenario.isSignedIn()]).toEqual([query, true]);
    }
  });

  it('ends nothing for a page of a sibling domain, whose frame brings the cookie along', async () => {
    const { app, browser, provider, isSignedIn } = await startSignedIn();
    for (const sid of ['&sid=guessed', '']) {
      await browser.get(`${app.url}/frontchannel-logout?iss=${encodeURIComponent(provider.issuer)}${sid}`, { 'sec-fetch-dest': 'iframe' });
      expect([sid, await isSignedIn()]).toEqual([sid, true]);
    }
  });

  it('ends nothing for HEAD, though it names the session', async () => {
    const { app, provider, isSignedIn } = await startSignedIn();
    const query = new URLSearchParams({ iss: provider.issuer, sid: provider.lastSid() });
    const answer = await fetch(`${app.url}/frontchannel-logout?${query.toString()}`, { method: 'HEAD' });
    expect([answer.status, await isSignedIn()]).toEqual([200, true]);
  });

  it.each([
    ['a plain link, where the browser sends no Fetch Metadata', undefined, true],
    ['a link', 'document', true],
    ['an image', 'image', true],
    ['a frame', 'iframe', false],
  ])('without a session id obeys a frame alone: %s', async (_what, destination, staysSignedIn) => {
    const scenario = await startScenario({ lie: { idToken: { claims: { sid: undefined } } } });
    await scenario.signIn();
    const address = `${scenario.app.url}/frontchannel-logout?iss=${encodeURIComponent(scenario.provider.issuer)}`;
    await scenario.browser.get(address, { 'sec-fetch-dest': destination });
    expect(await scenario.isSignedIn()).toBe(staysSignedIn);
  });

  it('ends nothing in the name of another issuer', async () => {
    const scenario = await startSignedIn();
    const answer = await visit(
      scenario,
      `${scenario.app.url}/frontchannel-logout?iss=https://other.test&sid=${scenario.provider.lastSid()}`,
    );
    expect([answer.status, await scenario.isSignedIn()]).toEqual([400, true]);
  });

  it('ends only the session that the id names', async () => {
    const scenario = await startSignedIn();
    const named = scenario.provider.lastSid();
    const other = another(scenario);
    await other.browser.get(`${scenario.app.url}/profile`);
    await visit(other, `${scenario.app.url}/frontchannel-logout?iss=${encodeURIComponent(scenario.provider.issuer)}&sid=${named}`);
    expect([await scenario.isSignedIn(), await other.isSignedIn()]).toEqual([false, true]);
  });
});

describe('POST /backchannel-logout', () => {
  const lies: [string, JwtLie][] = [
    ['without jti', { claims: { jti: undefined } }],
    ['without iat', { claims: { iat: undefined } }],
    ['that expired', { claims: { exp: Math.floor(Date.now() / 1000) - 600 } }],
    ['made an hour ago, without exp', { claims: { iat: Math.floor(Date.now() / 1000) - 3600, exp: undefined } }],
    ['of the future', { claims: { iat: Math.floor(Date.now() / 1000) + 3600 } }],
    ['about nobody', { claims: { sub: undefined, sid: undefined } }],
    ['whose sub is no text', { claims: { sub: 7, sid: undefined } }],
    ['of another type', { header: { typ: 'at+jwt' } }],
    ['signed by a foreign key', { signature: 'foreign-key' }],
    ['signed with the published key as a secret', { signature: 'public-key-as-secret' }],
    ['whose event is no object', { claims: { events: { 'http://schemas.openid.net/event/backchannel-logout': true } } }],
  ];
  it.each(lies)('refuses a token %s', async (_title, lie) => {
    const { app, provider, isSignedIn } = await startSignedIn();
    const logout_token = await provider.logoutToken({ sub: provider.person.sub, sid: provider.lastSid() }, lie);
    const answer = await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token }) });
    expect([answer.status, await isSignedIn()]).toEqual([400, true]);
  });

  it.each(['', 'logout_token=', 'logout_token=x', 'logout_token=a.b.c', 'other=1'])('refuses the form %j', async (body) => {
    const { app } = await startScenario();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await fetch(`${app.url}/backchannel-logout`, { method: 'POST', headers, body })).status).toBe(400);
  });
});

it('lets no other site put its pages into a frame', async () => {
  const scenario = await startSignedIn();
  for (const path of ['/', '/profile', '/logout', '/authorization-code/callback']) {
    const { headers } = await scenario.browser.get(`${scenario.app.url}${path}`);
    expect([path, headers['x-frame-options'], headers['content-security-policy']?.includes("frame-ancestors 'none'")]).toEqual([
      path,
      'DENY',
      true,
    ]);
  }
});
