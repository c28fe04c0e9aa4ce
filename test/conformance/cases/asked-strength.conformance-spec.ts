import { Module, Controller, Get } from '@nestjs/common';
import { StepUp } from '../../../packages/signin/src/auth/access/decorators.js';
import { describePlan, holds } from '../describe-plan.js';
import type { JwtLie } from '../provider/lie.js';
import { outcomeOf } from '../outcome.js';
import { startScenario } from '../scenario.js';

const strong = 'urn:okta:loa:2fa:any';
const weak = 'urn:okta:loa:1fa:pwd';
const env = { OIDC_AUTHORIZE_PARAMS: `acr_values=${strong}+phr&max_age=300` };
const weakLink = `/login?acr_values=${weak}&max_age=99999999`;
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

const outcomeWith = async (claims: NonNullable<JwtLie['claims']>, path?: string): Promise<string> => {
  const scenario = await startScenario({ env, lie: { idToken: { claims } } });
  return outcomeOf(scenario, await scenario.signIn(path));
};

@Controller('wanted')
class WantedController {
  @StepUp({ maxAge: 5 }) @Get() page(): string {
    return 'recent enough';
  }

  @StepUp({ acr: 'platinum' }) @Get('class') ofClass(): string {
    return 'never';
  }
}

@Module({ controllers: [WantedController] })
class WantedModule {}

/** OpenID Connect Core 1.0, sections 3.1.2.1 and 3.1.3.7 (12) and (13). */
describePlan('the strength that settings ask for', {
  'a link asks for less': holds(async () => {
    const { provider, app, browser } = await startScenario({ env });
    await browser.get(`${app.url}${weakLink}`);
    const query = provider.requestsTo('authorize')[0]?.query;
    expect([query?.get('acr_values'), query?.get('max_age')]).toEqual([`${strong} phr`, '300']);
  }),
  'a link asks for more': holds(async () => {
    const { provider, app, browser } = await startScenario({ env });
    await browser.get(`${app.url}/login?acr_values=phr&max_age=10`);
    const query = provider.requestsTo('authorize')[0]?.query;
    expect([query?.get('acr_values'), query?.get('max_age')]).toEqual(['phr', '10']);
  }),
  'an ID token that proves it': holds(async () => {
    expect(await outcomeWith({})).toBe('signs in');
    expect(await outcomeWith({ acr: 'phr', auth_time: inSeconds(-290) })).toBe('signs in');
  }),
  'an ID token that proves less': holds(async () => {
    for (const path of [undefined, weakLink])
      for (const { code, ...claims } of [
        { acr: weak, code: 'acr_not_met' },
        { acr: undefined, code: 'acr_not_met' },
        { acr: [strong], code: 'acr_not_met' },
        { auth_time: inSeconds(-300 * 24 * 3600), code: 'max_age_not_met' },
        { auth_time: undefined, code: 'max_age_not_met' },
        { auth_time: Date.now(), code: 'id_token_claims' },
        { auth_time: inSeconds(3600), code: 'id_token_claims' },
      ])
        expect([claims, await outcomeWith(claims, path)]).toEqual([claims, `refuses: ${code}`]);
  }),
  'an auth_time in milliseconds, which would let a person pass for ever': holds(async () => {
    const scenario = await startScenario({ modules: [WantedModule], lie: { idToken: { claims: { auth_time: Date.now() } } } });
    expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
    const page = await scenario.browser.get(`${scenario.app.url}/wanted`);
    expect([page.status, page.body.includes('recent enough')]).toEqual([400, false]);
    expect(scenario.provider.requestsTo('authorize')[1]?.query.get('max_age')).toBe('5');
  }),
  'a route that asks for a recent sign-in, and no auth_time to show one': holds(async () => {
    const claims = { auth_time: undefined };
    const scenario = await startScenario({ modules: [WantedModule], lie: { idToken: { claims } } });
    expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
    const page = await scenario.browser.get(`${scenario.app.url}/wanted`);
    expect([page.status, page.body.includes('recent enough')]).toEqual([403, false]);
    expect(page.text).toContain('a sign-in of the last 5 seconds');
  }),
  'a route that asks for a class, and a provider that does not know it': holds(async () => {
    const scenario = await startScenario({ modules: [WantedModule], lie: { idToken: { claims: { acr: 'silver' } } } });
    expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
    const page = await scenario.browser.get(`${scenario.app.url}/wanted/class`);
    expect(page.status).toBe(403);
    expect(page.text).toMatch(/platinum.*silver/);
    expect(page.text).toContain('Your provider did not ask for what this page needs');
    expect(await scenario.isSignedIn()).toBe(true);
  }),
  'an ID token of another day, where no nonce comes back': holds(async () => {
    const claims = { nonce: undefined, iat: inSeconds(-24 * 3600) };
    const scenario = await startScenario({ env: { OIDC_NONCE: 'off' }, lie: { idToken: { claims } } });
    expect(await outcomeOf(scenario, await scenario.signIn())).toBe('refuses: id_token_claims');
  }),
});
