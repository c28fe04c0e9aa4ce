import { type User, UserStore } from '../../../packages/signin/src/users/user-store.js';
import { describePlan, holds } from '../describe-plan.js';
import { moveClock, resetClock } from '../moved-clock.js';
import { outcomeOf } from '../outcome.js';
import { startScenario, type Scenario, type ScenarioOptions } from '../scenario.js';
import { signOut } from '../sign-out.js';

afterEach(resetClock);

/** Inputs from public issue trackers: what broke for others. */
describePlan('cases from the field: claims', {
  'S01 email_verified as a text': holds(async () => {
    for (const [email_verified, expected] of [
      ['true', true],
      [true, true],
      ['false', false],
      ['False', false],
      [1, false],
      [null, false],
      [undefined, false],
    ] as const) {
      const scenario = await signedIn({ lie: { userinfo: { email_verified } } });
      expect([email_verified, (await personOf(scenario))?.emailVerified]).toEqual([email_verified, expected]);
    }
  }),
  "S02 no e-mail address, or somebody else's": holds(async () => {
    const scenario = await startScenario();
    for (const [sub, email] of [
      ['a', undefined],
      ['b', undefined],
      ['c', null],
      ['d', ''],
      ['e', 'same@example.test'],
      ['f', 'same@example.test'],
      ['a', 'late@example.test'],
    ] as const) {
      scenario.provider.person.sub = sub;
      scenario.provider.lie = { userinfo: { email } };
      scenario.browser.cookies.clear();
      expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
      expect((await personOf(scenario, sub))?.email).toBe(email || undefined);
    }
    expect((await personOf(scenario, 'e'))?.subject).toBe('e');
  }),
  'S03 roles as an object, in a path, under a name with dots': holds(async () => {
    const claims: [string, Record<string, unknown>][] = [
      ['urn:zitadel:iam:org:project:roles', { 'urn:zitadel:iam:org:project:roles': { admin: { 1: 'a.example' } } }],
      ['realm_access.roles', { realm_access: { roles: ['admin'] } }],
      ['https://acme.example/groups', { 'https://acme.example/groups': ['admin'] }],
    ];
    for (const [name, patch] of claims) {
      const { app, browser } = await signedIn({ lie: { idToken: { claims: patch } }, env: { OIDC_GROUPS_CLAIM: name } });
      expect((await browser.get(`${app.url}/api/me`, { accept: 'application/json' })).json()).toMatchObject({ groups: ['admin'] });
    }
  }),
  'groups that name none, or more than one': holds(async () => {
    const cases: [unknown, Record<string, string>, string[], string | undefined][] = [
      ['Former Admins', {}, ['Former Admins'], undefined],
      ['Former Admins, Staff', { OIDC_GROUPS_SEPARATOR: 'comma' }, ['Former Admins', 'Staff'], undefined],
      [[1, { a: 1 }, 'Dev'], {}, ['Dev'], 'left out: number, object'],
      [{ Admins: false, Dev: true, Ops: 'yes' }, {}, ['Dev'], 'left out: string'],
    ];
    for (const [groups, env, names, notice] of cases) {
      const scenario = await signedIn({ lie: { idToken: { claims: { groups } } }, env });
      const me = await scenario.browser.get(`${scenario.app.url}/api/me`, { accept: 'application/json' });
      expect([groups, me.json()]).toEqual([groups, expect.objectContaining({ groups: names })]);
      await scenario.signIn('/login');
      const lines = scenario.app.log.filter((line) => line.includes('groups_left_out'));
      expect([groups, lines.length]).toEqual([groups, notice === undefined ? 0 : 1]);
      expect(lines[0] ?? '').toContain(notice ?? '');
    }
  }),
  'S04 a pointer in place of too many groups': holds(async () => {
    const { provider } = await signedIn({
      lie: (origin) => ({
        idToken: { claims: { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: `${origin}/graph` } } } },
      }),
    });
    expect(provider.requests.some(({ url }) => url.startsWith('/graph'))).toBe(false);
  }),
  'S05 a clock that is off': { elsewhere: 'keys/clock' },
  'S06 very large tokens': holds(async () => {
    const groups = Array.from(
      { length: 400 },
      (_, index) => `Group with a long name, number ${String(index)}, of department ${String(index % 7)}`,
    );
    const scenario = await signedIn({
      setup: { accessTokenLength: 12_000 },
      lie: { idToken: { claims: { groups, filler: 'x'.repeat(4000) } } },
    });
    const headers = await callbackHeaders(scenario);
    expect(Math.max(...headers.setCookie.map((line) => line.length))).toBeLessThanOrEqual(4096);
    expect(headers.bytes).toBeLessThan(4096);
    await signOut(scenario);
    expect([await scenario.isSignedIn(), scenario.provider.sessionsEnded.length]).toEqual([false, 1]);
  }),
  'a name that is a script, a number or missing': holds(async () => {
    for (const name of ['<script>alert(1)</script>', 7, null, undefined, ['a'], '']) {
      const scenario = await signedIn({ lie: { userinfo: { name } } });
      const page = await scenario.browser.get(`${scenario.app.url}/profile`);
      expect([page.status, page.body.includes('<script>alert')]).toEqual([200, false]);
    }
  }),
  'a session that outlives its time': holds(async () => {
    const scenario = await signedIn({ env: { SESSION_IDLE_TIMEOUT: '10m', SESSION_ABSOLUTE_TIMEOUT: '1h' } });
    moveClock(9 * 60);
    expect(await scenario.isSignedIn()).toBe(true);
    moveClock(11 * 60);
    expect(await scenario.isSignedIn()).toBe(false);
  }),
});

async function signedIn(options: ScenarioOptions): Promise<Scenario> {
  const scenario = await startScenario(options);
  expect(await outcomeOf(scenario, await scenario.signIn())).toBe('signs in');
  return scenario;
}

function personOf({ app, provider }: Scenario, sub = provider.person.sub): Promise<User | undefined> {
  return app.app.get(UserStore).find(provider.issuer, sub);
}

/** Of the answer that starts the session. */
async function callbackHeaders({ app, browser }: Scenario): Promise<{ setCookie: string[]; bytes: number }> {
  const started = await browser.get(`${app.url}/login`, {}, { redirect: 'manual' });
  const answered = await browser.get(started.headers.location ?? '', {}, { redirect: 'manual' });
  const { headers } = await browser.get(answered.headers.location ?? '', {}, { redirect: 'manual' });
  const setCookie = headers['set-cookie'] ?? [];
  return { setCookie, bytes: JSON.stringify(headers).length };
}
