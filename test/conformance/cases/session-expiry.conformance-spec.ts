import { moveClock, resetClock } from '../moved-clock.js';
import { AccessTokens } from '../../../packages/signin/src/auth/tokens/access-tokens.js';
import { Cookies } from '../../../packages/signin/src/auth/cookies.js';
import type { Session } from '../../../packages/signin/src/session/session.js';
import { Sessions } from '../../../packages/signin/src/session/sessions.js';
import { requestWithSession } from '../../support/request-with-session.js';
import type { Lie } from '../provider/lie.js';
import { closeScenarios, type Scenario, startScenario } from '../scenario.js';

afterEach(async () => {
  resetClock();
  await closeScenarios();
});

const tolerance = 60;
const now = (): number => Math.floor(Date.now() / 1000);

async function start(session_expiry: unknown, more: Lie = {}): Promise<Scenario> {
  const env = { OIDC_SCOPES: 'openid offline_access', OIDC_CLOCK_TOLERANCE: String(tolerance) };
  return startScenario({ lie: { idToken: { claims: { session_expiry } }, ...more }, env });
}

function sessionOf({ app, browser }: Scenario): Promise<Session | undefined> {
  const cookies = app.app.get(Cookies);
  const [cookie] = cookies.valuesOf(cookies.session, browser.cookies.header(new URL(app.url), undefined, true));
  return app.app.get(Sessions).read(cookie ?? '');
}

/** When the session ends, in seconds. */
async function endOf(scenario: Scenario): Promise<number> {
  return ((await sessionOf(scenario))?.expiresAt ?? 0) / 1000;
}

// OpenID Connect Enterprise Extensions 1.0: "JSON integer, Unix seconds, when a session created from the ID Token MUST expire".
describe('session_expiry', () => {
  it('ends the session then, later by what clocks may differ', async () => {
    const expiry = now() + 300;
    const scenario = await start(expiry);
    await scenario.signIn();
    expect(await endOf(scenario)).toBe(expiry + tolerance);
    moveClock(300 + tolerance - 10);
    expect(await scenario.isSignedIn()).toBe(true);
    moveClock(11);
    expect(await scenario.isSignedIn()).toBe(false);
  });

  it('is recognised in milliseconds', async () => {
    const expiry = now() + 300;
    const scenario = await start(expiry * 1000);
    await scenario.signIn();
    expect(await endOf(scenario)).toBe(expiry + tolerance);
  });

  it('makes no session longer than the settings do', async () => {
    const scenario = await start(now() + 10 * 86_400);
    await scenario.signIn();
    expect(await endOf(scenario)).toBeLessThanOrEqual(now() + 12 * 3600 + 1);
  });

  it.each(['1700000000', 12.5, -1, 0, null, true, [], 1e15])('of %j is refused by its name', async (value) => {
    const scenario = await start(value);
    const page = await scenario.signIn();
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(scenario.app.log.join()).toContain('its session_expiry is no whole number of seconds');
    expect(await scenario.isSignedIn()).toBe(false);
  });

  it('in the past is refused, and a clock that is a little ahead is borne', async () => {
    const scenario = await start(now() - tolerance - 5);
    await scenario.signIn();
    expect(scenario.app.log.join()).toMatch(/the session that it is for ended 6\d s ago \(session_expiry\)/);
    expect(await scenario.isSignedIn()).toBe(false);
    scenario.provider.lie = { idToken: { claims: { session_expiry: now() - 5 } } };
    await scenario.signIn();
    expect(await scenario.isSignedIn()).toBe(true);
  });

  it('moves with a refreshed token, and stays where that has none', async () => {
    const first = now() + 300;
    const scenario = await start(first, { tokenResponse: { expires_in: 30 } });
    await scenario.signIn();
    const refresh = async (refreshedIdToken: Lie['refreshedIdToken']): Promise<number> => {
      scenario.provider.lie = { refreshResponse: { expires_in: 30 }, refreshedIdToken };
      await scenario.app.app.get(AccessTokens).for(requestWithSession(await sessionOf(scenario)));
      return endOf(scenario);
    };
    expect(await refresh({})).toBe(first + tolerance);
    expect(await refresh({ claims: { session_expiry: first + 600 } })).toBe(first + 600 + tolerance);
    expect(await refresh({ raw: { value: undefined } })).toBe(first + 600 + tolerance);
    expect(await refresh({ claims: { session_expiry: first - 100 } })).toBe(first - 100 + tolerance);
    await expect(refresh({ claims: { session_expiry: now() - 100 } })).rejects.toMatchObject({ code: 'session_ended' });
  });
});
