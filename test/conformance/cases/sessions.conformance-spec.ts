import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../../support/start-app.js';
import { stoppedLogin } from '../attacks/stopped-login.js';
import { describePlan, holds } from '../describe-plan.js';
import { startScenario } from '../scenario.js';
import { signOut } from '../sign-out.js';

describePlan('cases from the field: signing out and sessions', {
  'S30 a hint that is too long for an address': holds(async () => {
    const scenario = await startScenario({ lie: { idToken: { claims: { filler: 'x'.repeat(14_000) } } } });
    await scenario.signIn();
    const page = await signOut(scenario);
    expect(scenario.provider.requestsTo('end_session').map(({ method }) => method)).toEqual(['POST']);
    expect([scenario.provider.sessionsEnded.length, page.status, new URL(page.url).pathname]).toEqual([1, 200, '/']);
  }),
  'S30 that page may send its form to the provider, by itself or by its button': holds(async () => {
    const scenario = await startScenario({ lie: { idToken: { claims: { filler: 'x'.repeat(14_000) } } } });
    const profile = await scenario.signIn();
    const page = await scenario.browser.submit(
      profile,
      {},
      profile.forms.findIndex(({ action }) => action.endsWith('/logout')),
    );
    expect(page.headers['content-security-policy']).toContain(`form-action 'self' ${scenario.provider.origin}`);
    expect(page.forms[0]?.buttons).toHaveLength(1);
  }),
  'S31 no page that depends on the session is stored': holds(async () => {
    const scenario = await startScenario();
    await scenario.signIn();
    for (const path of ['/', '/profile', '/api/me', '/logout']) {
      const page = await scenario.browser.get(`${scenario.app.url}${path}`);
      expect([path, page.headers['cache-control']?.includes('no-store')]).toEqual([path, true]);
    }
  }),
  'S31 the back button after signing out': { elsewhere: 'test/browser/sign-in' },
  'S32 the answer leaves after the session is stored': holds(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'two-instances-'));
    const shared = { DATABASE_URL: `sqlite:${join(folder, 'app.db')}`, SESSION_SECRET: 'a secret that both instances share, long' };
    const scenario = await startScenario({ env: shared });
    const { app, browser, provider } = scenario;
    const second = await startApp({
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.client.clientId,
      OIDC_CLIENT_SECRET: provider.client.clientSecret,
      PUBLIC_URL: app.url,
      RATE_LIMIT: 'off',
      ...shared,
    });
    for (let count = 0; count < 20; count += 1) {
      browser.cookies.clear();
      await browser.get(await stoppedLogin(scenario), {}, { redirect: 'manual' });
      const cookie = browser.cookies.header(new URL(app.url), undefined, true) ?? '';
      expect((await fetch(`http://localhost:${String(second.settings.listen.port)}/api/me`, { headers: { cookie } })).status).toBe(200);
    }
    await second.close();
    await rm(folder, { recursive: true, force: true });
  }),
  'S33 the session store is down': { elsewhere: 'test/contracts/cases/outages' },
  'S35 a late write does not bring a session back': { elsewhere: 'test/contracts/cases/endings' },
});
