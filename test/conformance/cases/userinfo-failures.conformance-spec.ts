import { Controller, Get, Module } from '@nestjs/common';
import { Groups } from '../../../packages/signin/src/auth/access/decorators.js';
import { type User, UserStore } from '../../../packages/signin/src/users/user-store.js';
import { describePlan, holds } from '../describe-plan.js';
import { failureCode, outcomeOf } from '../outcome.js';
import type { Fault } from '../provider/lie.js';
import { startScenario, type Scenario } from '../scenario.js';

const faults: Readonly<Record<string, Fault>> = {
  401: { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
  403: { status: 403 },
  429: { status: 429, headers: { 'retry-after': '30' } },
  500: { status: 500 },
  nothing: { status: 200 },
  HTML: { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Maintenance</h1>' },
  'no connection': 'reset',
  hangs: 'hang',
};
const silence = 'Userinfo did not answer';

const profile = async ({ app, browser }: Scenario): Promise<string> => (await browser.get(`${app.url}/profile`)).text;

function person({ app, provider }: Scenario): Promise<User | undefined> {
  return app.app.get(UserStore).find(provider.issuer, provider.person.sub);
}

@Controller('admins')
class AdminsController {
  @Groups('Admins') @Get() page(): string {
    return 'admins only';
  }
}

@Module({ controllers: [AdminsController] })
class AdminsModule {}

/** OpenID Connect Core 1.0, section 5.3: what it says is beside the ID token, which alone says who somebody is. */
describePlan('userinfo that fails', {
  'sign-in goes on with the ID token, and the profile says so': holds(async () => {
    for (const [title, userinfo] of Object.entries(faults)) {
      const scenario = await startScenario({ setup: { fatIdToken: true }, lie: { faults: { userinfo } } });
      expect([title, await outcomeOf(scenario, await scenario.signIn())]).toEqual([title, 'signs in']);
      expect([title, (await profile(scenario)).includes(silence)]).toEqual([title, true]);
      expect(await person(scenario)).toMatchObject({ name: 'Ada Lovelace', email: 'ada@example.test', emailVerified: true });
      expect(scenario.app.log.filter((line) => line.includes('userinfo failed'))).toHaveLength(1);
    }
  }),
  'what does not arrive with a thin ID token is no deletion': holds(async () => {
    const scenario = await startScenario();
    await scenario.signIn();
    expect(await profile(scenario)).not.toContain(silence);
    const known = { name: 'Ada Lovelace', username: 'ada', email: 'ada@example.test', emailVerified: true };
    scenario.browser.cookies.clear();
    scenario.provider.lie = { faults: { userinfo: { status: 500 } } };
    expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
    expect(await person(scenario)).toMatchObject(known);
    expect(await profile(scenario)).toContain('Ada Lovelace');
    scenario.browser.cookies.clear();
    scenario.provider.lie = { userinfo: { email: 'new@example.test', email_verified: undefined, name: undefined } };
    await scenario.signIn();
    expect(await person(scenario)).toMatchObject({ ...known, email: 'new@example.test', emailVerified: false });
  }),
  'groups that it may have had are not known, which is no word on whether there are any': holds(async () => {
    const scenario = await startScenario({ modules: [AdminsModule], lie: { faults: { userinfo: { status: 500 } } } });
    await scenario.signIn();
    const page = await scenario.browser.get(`${scenario.app.url}/admins`);
    expect([page.status, failureCode(scenario)]).toEqual([503, 'groups_unavailable']);
    expect(page.text).toContain('This is for the group Admins, and your groups could not be read');
    const again = page.links.find(({ url }) => url === `${scenario.app.url}/login?returnTo=%2Fadmins`);
    scenario.provider.lie = { userinfo: { groups: ['Admins'] } };
    expect((await scenario.browser.get(again?.url ?? '')).text).toBe('admins only');
  }),
  'groups of the ID token count without it': holds(async () => {
    const lie = { faults: { userinfo: { status: 500 } }, idToken: { claims: { groups: ['Admins'] } } };
    const scenario = await startScenario({ modules: [AdminsModule], lie });
    await scenario.signIn();
    expect((await scenario.browser.get(`${scenario.app.url}/admins`)).text).toBe('admins only');
  }),
  'it is required': holds(async () => {
    const scenario = await startScenario({ env: { OIDC_USERINFO: 'required' }, lie: { faults: { userinfo: { status: 403 } } } });
    expect(await outcomeOf(scenario, await scenario.signIn())).toBe('refuses: userinfo_refused');
  }),
  'it is off': holds(async () => {
    const scenario = await startScenario({ env: { OIDC_USERINFO: 'off' } });
    expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
    expect([scenario.provider.requestsTo('userinfo').length, (await profile(scenario)).includes(silence)]).toEqual([0, false]);
  }),
  'an answer about somebody else, or about nobody, is a lie': holds(async () => {
    for (const sub of ['another-person', undefined, null, ''])
      for (const userinfo of ['auto', 'required']) {
        const scenario = await startScenario({ env: { OIDC_USERINFO: userinfo }, lie: { userinfo: { sub } } });
        expect([sub, userinfo, await outcomeOf(scenario, await scenario.signIn())]).toEqual([sub, userinfo, 'refuses: userinfo_subject']);
      }
  }),
});
