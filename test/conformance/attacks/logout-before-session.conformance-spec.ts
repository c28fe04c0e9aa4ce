import { closeScenarios, startScenario } from '../scenario.js';
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
