import { randomBytes } from 'node:crypto';
import { closeScenarios, startScenario, type Scenario } from '../conformance/scenario.js';
import type { Page } from '../support/page.js';

afterEach(closeScenarios);

/** Presses "Sign out" on the profile page and shows the first answer. */
async function pressSignOut({ app, browser }: Scenario): Promise<Page> {
  const profile = await browser.get(`${app.url}/profile`);
  const form = profile.forms.findIndex(({ action }) => action.endsWith('/logout'));
  return browser.submit(profile, {}, form, { redirect: 'manual' });
}

describe('Signing out of a provider', () => {
  it('without an end_session_endpoint says where the person is still signed in', async () => {
    const scenario = await startScenario({ lie: { metadata: { end_session_endpoint: undefined } } });
    await scenario.signIn();
    const page = await pressSignOut(scenario);
    expect(page.status).toBe(200);
    expect(page.text).toContain(`You may still be signed in at ${new URL(scenario.provider.origin).host}`);
    expect(page.text).not.toContain('You are signed out');
    expect(await scenario.isSignedIn()).toBe(false);
  });

  it('whose ID token is too long for an address goes by a form that works without scripts', async () => {
    const scenario = await startScenario({ lie: { idToken: { claims: { groups: randomBytes(6000).toString('hex') } } } });
    await scenario.signIn();
    const page = await pressSignOut(scenario);
    expect(page.status).toBe(200);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['content-security-policy']).toMatch(new RegExp(`form-action [^;]*${scenario.provider.origin}`));
    expect(page.forms[0]).toMatchObject({ method: 'POST', buttons: [{ text: 'Continue to sign out' }] });
    expect(await scenario.isSignedIn()).toBe(false);
    const home = await scenario.browser.submit(page);
    expect(home.url).toBe(`${scenario.app.url}/`);
    expect(scenario.provider.sessionsEnded).toHaveLength(1);
    expect(scenario.provider.requestsTo('end_session')[0]?.form.get('id_token_hint')?.length).toBeGreaterThan(8000);
  });
});
