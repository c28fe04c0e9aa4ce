import { SignOut } from '../../../packages/signin/src/auth/logout/sign-out.js';
import { failureCode } from '../outcome.js';
import { closeScenarios, startScenario } from '../scenario.js';
import { postUniversalLogout, revocationRequest } from '../revocation-request.js';
import { stoppedLogin } from './stopped-login.js';

afterEach(closeScenarios);

const now = (): number => Math.floor(Date.now() / 1000);

describe('A back-channel logout that comes before the session it ends', () => {
  it.each([
    ['the session id', (sid: string) => ({ sid })],
    ['the person alone', (_sid: string, sub: string) => ({ sub })],
  ])('is remembered by %s: the sign-in does not outlive it', async (_what, name) => {
    const scenario = await startScenario();
    const { app, browser, provider } = scenario;
    const callback = await stoppedLogin(scenario);
    // The ID token is older than the logout, as when the answer of the token endpoint is still on its way.
    provider.lie = { idToken: { claims: { iat: now() - 5 } } };
    const body = new URLSearchParams({ logout_token: await provider.logoutToken(name(provider.lastSid(), provider.person.sub)) });
    expect((await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body })).status).toBe(200);
    await browser.get(callback, {}, { redirect: 'manual' });
    expect(await scenario.isSignedIn()).toBe(false);
  });

  it('is obeyed as well where the ID token is issued after it, for a code that was given before', async () => {
    const scenario = await startScenario();
    const { app, browser, provider } = scenario;
    const callback = await stoppedLogin(scenario);
    const token = await provider.logoutToken({ sub: provider.person.sub }, { claims: { iat: now() - 30 } });
    const body = new URLSearchParams({ logout_token: token });
    expect((await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body })).status).toBe(200);
    await browser.get(callback, {}, { redirect: 'manual' });
    expect(await scenario.isSignedIn()).toBe(false);
  });

  it('does not stand in the way of a later sign-in', async () => {
    const scenario = await startScenario();
    const { app, provider } = scenario;
    const body = new URLSearchParams({
      logout_token: await provider.logoutToken({ sub: provider.person.sub }, { claims: { iat: now() - 5 } }),
    });
    expect((await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body })).status).toBe(200);
    await scenario.signIn();
    expect(await scenario.isSignedIn()).toBe(true);
  });
});

it('A universal logout is not outlived by a sign-in that began before it, whose tokens are revoked', async () => {
  const scenario = await startScenario({ env: { OIDC_SCOPES: 'openid offline_access' } });
  const { app, browser, provider } = scenario;
  await scenario.signIn();
  const callback = await stoppedLogin(scenario);
  const sub_id = { format: 'iss_sub', iss: provider.issuer, sub: provider.person.sub };
  expect((await postUniversalLogout(app.url, await revocationRequest(scenario), { sub_id })).status).toBe(204);
  await browser.get(callback, {}, { redirect: 'manual' });
  expect(await scenario.isSignedIn()).toBe(false);
  await app.app.get(SignOut).onApplicationShutdown();
  expect(provider.requestsTo('revocation')).toHaveLength(2);
});

describe('A session of which the provider told no sid', () => {
  it('ends by the subject of a logout token that names both', async () => {
    const scenario = await startScenario({ lie: { idToken: { claims: { sid: undefined } } } });
    const { app, provider } = scenario;
    await scenario.signIn();
    const body = new URLSearchParams({ logout_token: await provider.logoutToken({ sub: provider.person.sub, sid: 'never-told' }) });
    expect((await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body })).status).toBe(200);
    expect(await scenario.isSignedIn()).toBe(false);
  });

  it('is no reason to end one that has another sid', async () => {
    const scenario = await startScenario();
    const { app, provider } = scenario;
    await scenario.signIn();
    const body = new URLSearchParams({ logout_token: await provider.logoutToken({ sub: provider.person.sub, sid: 'another' }) });
    expect((await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body })).status).toBe(200);
    expect(await scenario.isSignedIn()).toBe(true);
  });
});

describe('At a provider with many tenants, as Entra', () => {
  const tenant = '9188040d-6c67-4c5b-b112-36a304b66dad';
  const entra = (claims: object): Parameters<typeof startScenario>[0] => ({
    lie: (origin) => ({
      metadata: { issuer: `${origin}/{tenantid}/v2.0` },
      idToken: { claims: { iss: `${origin}/${tenant}/v2.0`, tid: tenant, ...claims } },
    }),
    setup: { issuerPath: '/common/v2.0', responseIssuer: 'off' },
    env: { OIDC_TENANTS: tenant },
  });

  it("a front-channel logout in the tenant's name ends the session", async () => {
    const scenario = await startScenario(entra({}));
    const { app, provider } = scenario;
    await scenario.signIn();
    expect(await scenario.isSignedIn()).toBe(true);
    const query = new URLSearchParams({ iss: `${provider.origin}/${tenant}/v2.0`, sid: provider.lastSid() });
    const answer = await fetch(`${app.url}/frontchannel-logout?${query.toString()}`);
    expect([answer.status, await scenario.isSignedIn()]).toEqual([200, false]);
  });

  it("a front-channel logout in another tenant's name is refused", async () => {
    const scenario = await startScenario(entra({}));
    const { app, provider } = scenario;
    await scenario.signIn();
    const query = new URLSearchParams({ iss: `${provider.origin}/another/v2.0`, sid: provider.lastSid() });
    const answer = await fetch(`${app.url}/frontchannel-logout?${query.toString()}`);
    expect([answer.status, await scenario.isSignedIn()]).toEqual([400, true]);
  });

  it.each([
    ['no tid', undefined, tenant],
    ["another tenant's tid", 'another', tenant],
    ['no tid, where every tenant is let in', undefined, '*'],
  ])('an ID token with %s signs nobody in', async (_what, tid, tenants) => {
    const scenario = await startScenario({ ...entra({ tid }), env: { OIDC_TENANTS: tenants } });
    const page = await scenario.signIn();
    expect([page.status, failureCode(scenario), await scenario.isSignedIn()]).toEqual([400, 'id_token_claims', false]);
  });
});
