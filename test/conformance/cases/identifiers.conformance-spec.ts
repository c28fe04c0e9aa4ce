import { UserStore } from '../../../packages/signin/src/users/user-store.js';
import { describePlan, holds } from '../describe-plan.js';
import { outcomeOf } from '../outcome.js';
import { startScenario, startSignedIn } from '../scenario.js';

/** Texts that one store changes and another refuses. */
const unfit = ['\0', 'a\0b', '\x1b[31m', '\x9b', 'boss-\ud83d', '\ude00', 'x'.repeat(256), 'x'.repeat(2700)];
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describePlan('who a token is about', {
  'sub and sid that no store could keep as they are': holds(async () => {
    for (const name of ['sub', 'sid'])
      for (const value of unfit) {
        const scenario = await startScenario({ lie: { idToken: { claims: { [name]: value } } } });
        const page = await scenario.signIn();
        expect([name, value, page.status, await outcomeOf(scenario, page)]).toEqual([name, value, 400, 'refuses: id_token_claims']);
        expect(scenario.app.log.join('')).toContain(`ID token: its ${name} `);
      }
  }),
  'subs that differ in one sign are different people': holds(async () => {
    const scenario = await startScenario();
    const ids = new Set<string | undefined>();
    for (const sub of ['boss-\u{1f600}', 'boss-\u{1f601}', 'boss-\ufffd', 'x'.repeat(255), `${'x'.repeat(254)}y`]) {
      scenario.provider.person.sub = sub;
      scenario.browser.cookies.clear();
      expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
      ids.add((await scenario.app.app.get(UserStore).find(scenario.provider.issuer, sub))?.id);
    }
    expect([ids.size, ids.has(undefined)]).toEqual([5, false]);
  }),
  'logout tokens that name what no session can have': holds(async () => {
    const scenario = await startSignedIn();
    for (const value of unfit)
      for (const session of [{ sid: value }, { sub: value }]) {
        const body = new URLSearchParams({ logout_token: await scenario.provider.logoutToken(session) });
        const { status } = await fetch(`${scenario.app.url}/backchannel-logout`, { method: 'POST', body });
        expect([session, status]).toEqual([session, 400]);
      }
    expect(await scenario.isSignedIn()).toBe(true);
  }),
  'names and addresses with signs that belong into neither': holds(async () => {
    const scenario = await startScenario({
      lie: {
        userinfo: {
          name: 'Ada\0\x1b[31m\n Love\ud83dlace',
          email: 'admin\0@example.test',
          preferred_username: 'a\u2028da',
          email_verified: true,
        },
      },
    });
    expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
    const { issuer, person } = scenario.provider;
    expect(await scenario.app.app.get(UserStore).find(issuer, person.sub)).toMatchObject({
      name: 'Ada [31m Love lace',
      username: 'a da',
      email: 'admin @example.test',
      emailVerified: false,
    });
    expect((await scenario.browser.get(`${scenario.app.url}/profile`)).status).toBe(200);
  }),
  'claims that are nested by the thousand': holds(async () => {
    const deep = await startScenario({ lie: { idToken: { claims: { deep: nested(1000) } } } });
    expect(await outcomeOf(deep, await deep.signIn())).toBe('refuses: id_token_invalid');
    const body = `{"sub":"person-1","deep":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const userinfo = { status: 200, headers: { 'content-type': 'application/json' }, body };
    const deeper = await startScenario({ env: { OIDC_USERINFO: 'required' }, lie: { faults: { userinfo } } });
    expect(await outcomeOf(deeper, await deeper.signIn())).toBe('refuses: provider_invalid_response, but used the tokens');
    const fine = await startScenario({ lie: { idToken: { claims: { deep: nested(20) } } } });
    expect(await outcomeOf(fine, await fine.signIn())).toBe('signs in');
  }),
});
