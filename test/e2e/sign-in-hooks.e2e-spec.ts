import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, ImATeapotException, Module } from '@nestjs/common';
import { CurrentUser } from '../../packages/signin/src/auth/access/current-user.js';
import { AuthEvents } from '../../packages/signin/src/auth/auth-events.js';
import { SignOut } from '../../packages/signin/src/auth/logout/sign-out.js';
import { type SignIn, SignInHooks, type SignOutEvent } from '../../packages/signin/src/auth/sign-in-hooks.js';
import { Database } from '../../packages/signin/src/database/database.js';
import { SessionSweeper } from '../../packages/signin/src/session/session-sweeper.js';
import { Sessions } from '../../packages/signin/src/session/sessions.js';
import { UserStore } from '../../packages/signin/src/users/user-store.js';
import { closeScenarios, type Scenario, startScenario } from '../conformance/scenario.js';

afterEach(closeScenarios);

@Controller('api/own')
class OwnController {
  @Get() own(@CurrentUser() { roles, data }: CurrentUser): object {
    return { roles, data };
  }
}

@Module({ controllers: [OwnController] })
class OwnModule {}

async function start(hooks: object, env: Record<string, string> = {}): Promise<Scenario> {
  const scenario = await startScenario({
    env: { OIDC_SCOPES: 'openid profile email groups offline_access', ...env },
    modules: [OwnModule],
  });
  Object.assign(scenario.app.app.get(SignInHooks), hooks);
  return scenario;
}

const revoked = async ({ app, provider }: Scenario): Promise<number> => {
  await app.app.get(SignOut).onApplicationShutdown();
  return provider.requestsTo('revocation').length;
};

async function rows({ app }: Scenario): Promise<number[]> {
  const { kysely } = app.app.get(Database);
  const tables = ['signin_users', 'signin_sessions', 'signin_session_tokens', 'signin_audit_events'] as const;
  return Promise.all(
    tables.map(
      async (table) =>
        (
          await kysely
            .selectFrom(table)
            .select((row) => row.fn.countAll<number>().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
    ),
  );
}

describe('onSignIn', () => {
  it('sees who signs in, and whether they did before', async () => {
    const seen: SignIn[] = [];
    const scenario = await start({ onSignIn: (signIn: SignIn) => void seen.push(signIn) });
    await scenario.signIn();
    await scenario.browser.get(`${scenario.app.url}/login`);
    const { issuer, person } = scenario.provider;
    const [first, second] = seen;
    expect(first).toMatchObject({
      claims: { iss: issuer, sub: person.sub },
      userinfo: { sub: person.sub },
      person: { issuer, subject: person.sub, email: 'ada@example.test' },
      user: undefined,
      source: { address: '127.0.0.1', reference: expect.any(String) as unknown },
    });
    expect(first?.scopes).toContain('openid');
    expect(second?.user).toEqual(await scenario.app.app.get(UserStore).find(issuer, person.sub));
    expect(await scenario.isSignedIn()).toBe(true);
  });

  it('attaches roles and data, which the session keeps and CurrentUser carries', async () => {
    const scenario = await start({ onSignIn: async () => ({ roles: ['editor'], data: { tenant: 7, tags: ['a'] } }) });
    await scenario.signIn();
    const answer = await scenario.browser.get(`${scenario.app.url}/api/own`);
    expect(answer.json()).toEqual({ roles: ['editor'], data: { tenant: 7, tags: ['a'] } });
  });

  it('denies with a reason that the page shows as text', async () => {
    const scenario = await start({ onSignIn: () => ({ deny: 'Your trial ended <b>yesterday</b>.' }) });
    const refused: object[] = [];
    scenario.app.app.get(AuthEvents).on('refused', (event) => refused.push(event));
    const page = await scenario.signIn();
    expect(page.status).toBe(403);
    expect(page.body).toContain('Your trial ended &lt;b&gt;yesterday&lt;/b&gt;.');
    expect(refused).toEqual([expect.objectContaining({ reason: 'sign-in-denied', outcome: 'refused' })]);
    expect(scenario.app.log.join()).toContain('"code":"sign_in_denied"');
    expect(await rows(scenario)).toEqual([0, 0, 0, 0]);
    expect(await revoked(scenario)).toBe(1);
    expect(await scenario.isSignedIn()).toBe(false);
  });

  it('leaves the session of before alone when it denies the next', async () => {
    const answers = [undefined, { deny: 'Not twice.' }];
    const scenario = await start({ onSignIn: () => answers.shift() });
    await scenario.signIn();
    expect((await scenario.browser.get(`${scenario.app.url}/login`)).status).toBe(403);
    expect(await scenario.isSignedIn()).toBe(true);
  });

  it.each([
    ['an error', 500, () => Promise.reject(new Error('no such tenant'))],
    [
      'at once',
      500,
      () => {
        throw new Error('no such tenant');
      },
    ],
    [
      "one of Nest's exceptions",
      418,
      () => {
        throw new ImATeapotException('no such tenant');
      },
    ],
    ['what is no error', 500, () => Promise.reject('no such tenant')],
  ])('that throws %s leaves nothing behind', async (_what, status, onSignIn) => {
    const scenario = await start({ onSignIn });
    const page = await scenario.signIn();
    expect(page.status).toBe(status);
    expect(page.text).toMatch(/reference/i);
    if (status === 500) expect(page.text).not.toContain('no such tenant');
    expect(await rows(scenario)).toEqual([0, 0, 0, 0]);
    expect(await revoked(scenario)).toBe(1);
  });

  it.each<[string, unknown]>([
    ['a misspelt denial', { denied: 'no' }],
    ['an empty reason', { deny: '' }],
    ['a reason beside roles', { deny: 'no', roles: ['admin'] }],
    ['false', false],
    ['null', null],
    ['a role that is no text', { roles: [1] }],
    ['what is no JSON', { data: { since: new Date(0) } }],
    ['more than 4 kB', { data: { text: 'é'.repeat(2048) } }],
  ])('that returns %s lets nobody in', async (_what, returned) => {
    const scenario = await start({ onSignIn: () => returned });
    expect((await scenario.signIn()).status).toBe(500);
    expect(await rows(scenario)).toEqual([0, 0, 0, 0]);
    expect(scenario.app.log.join()).toContain('onSignIn returned');
  });
});

describe('onSignOut', () => {
  it('is told once of each session that ended, whoever ended it', async () => {
    const told: SignOutEvent[] = [];
    const scenario = await start({ onSignOut: (event: SignOutEvent) => void told.push(event) }, { SESSION_IDLE_TIMEOUT: '1s' });
    const { app, browser, provider } = scenario;
    await scenario.signIn();
    await browser.get(`${app.url}/login`);
    const logout_token = await provider.logoutToken({ sub: provider.person.sub });
    await fetch(`${app.url}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token }) });
    await browser.get(`${app.url}/login`);
    await sleep(1100);
    await app.app.get(Sessions).sweep(app.app.get(SessionSweeper).onEnded);
    await app.app.get(SignOut).onApplicationShutdown();
    expect(told.map(({ reason }) => reason)).toEqual(['replaced', 'back_channel', 'expired']);
    expect(new Set(told.map(({ session }) => session.key)).size).toBe(3);
    for (const { session } of told) expect(session.subject).toBe(provider.person.sub);
    expect(told.map(({ source }) => source?.address)).toEqual(['127.0.0.1', '127.0.0.1', undefined]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('the search index is away');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the search index is away'))],
  ])('that %s is logged, and the person is signed out all the same', async (_what, onSignOut) => {
    const scenario = await start({ onSignOut });
    await scenario.signIn();
    const page = await scenario.browser.get(`${scenario.app.url}/`);
    const form = page.forms.findIndex(({ action }) => action.endsWith('/logout'));
    await scenario.browser.submit(page, {}, form);
    expect(await scenario.isSignedIn()).toBe(false);
    expect(await revoked(scenario)).toBe(1);
    expect(scenario.app.log.filter((line) => line.includes('the search index is away'))).toHaveLength(1);
  });
});
