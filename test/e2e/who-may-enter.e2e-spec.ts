import { Controller, Get, Module } from '@nestjs/common';
import { CurrentUser } from '../../packages/signin/src/auth/access/current-user.js';
import { Roles } from '../../packages/signin/src/auth/access/decorators.js';
import { AuthEvents } from '../../packages/signin/src/auth/auth-events.js';
import { SignOut } from '../../packages/signin/src/auth/logout/sign-out.js';
import { SignInError } from '../../packages/signin/src/auth/sign-in-error.js';
import { SignInHooks } from '../../packages/signin/src/auth/sign-in-hooks.js';
import { AccessTokens } from '../../packages/signin/src/auth/tokens/access-tokens.js';
import { Database } from '../../packages/signin/src/database/database.js';
import { Sessions } from '../../packages/signin/src/session/sessions.js';
import { closeScenarios, type Scenario, type ScenarioOptions, startScenario } from '../conformance/scenario.js';
import { requestWithSession } from '../support/request-with-session.js';
import { startApp } from '../support/start-app.js';

afterEach(closeScenarios);

@Controller('api/roles')
class RolesController {
  @Get() mine(@CurrentUser() { roles }: CurrentUser): object {
    return { roles };
  }
}

@Controller('desk')
class DeskController {
  @Roles('admin', 'editor') @Get() desk(): string {
    return 'The desk.';
  }
}

@Module({ controllers: [RolesController] })
class RolesModule {}
@Module({ controllers: [RolesController, DeskController] })
class DeskModule {}

const verified = { email: 'ada@acme.test', email_verified: true };

/** A person with these claims comes to an application with these settings. */
async function arrive(env: Record<string, string>, claims: object, options: ScenarioOptions = {}): Promise<Scenario> {
  const scenario = await startScenario({ ...options, env: { OIDC_SCOPES: 'openid profile email groups offline_access', ...env } });
  Object.assign(scenario.provider.person.claims, claims);
  return scenario;
}

const metrics = async ({ app }: Scenario): Promise<string> => (await fetch(`${app.url}/metrics`)).text();
const audited = ({ app }: Scenario): object[] =>
  app.log.map((line) => JSON.parse(line) as { context?: string; kind?: string }).filter(({ kind }) => kind === 'refused');

describe('Whom the settings do not name', () => {
  it('is not let in: a page says which rule and who they are, and lists nobody', async () => {
    const rules = { ALLOWED_EMAIL_DOMAINS: 'acme.test', ALLOWED_EMAILS: 'grace@navy.test' };
    const scenario = await arrive(rules, { email: 'eve@evil.test', email_verified: true });
    const page = await scenario.signIn();
    expect(page.status).toBe(403);
    expect(page.text).toContain('You signed in as eve@evil.test, and this application is open to certain e-mail addresses only.');
    expect(page.body).not.toMatch(/acme\.test|navy\.test/);
    expect(await scenario.isSignedIn()).toBe(false);
    await scenario.app.app.get(SignOut).onApplicationShutdown();
    expect(scenario.provider.requestsTo('revocation')).toHaveLength(1);
    const people = await scenario.app.app.get(Database).kysely.selectFrom('signin_users').selectAll().execute();
    expect(people).toEqual([]);
  });

  it('is counted by the rule, and audited by issuer and subject', async () => {
    const scenario = await arrive({ ALLOWED_GROUPS: 'Staff' }, { ...verified, groups: ['Guests'] });
    expect((await scenario.signIn()).text).toContain('open to certain groups only');
    expect(await metrics(scenario)).toContain('signin_logins_total{outcome="refused",reason="group-not-allowed",connection="default"} 1');
    const { issuer, person } = scenario.provider;
    expect(audited(scenario)).toEqual([expect.objectContaining({ reason: 'group-not-allowed', issuer, subject: person.sub })]);
    expect(scenario.app.log.join()).not.toContain('Guests');
  });

  it('finds the refusal among their own events once they are let in again', async () => {
    const scenario = await arrive({ ALLOWED_GROUPS: 'Staff' }, { ...verified, groups: ['Staff'] });
    await scenario.signIn();
    scenario.provider.person.claims['groups'] = [];
    expect((await scenario.browser.get(`${scenario.app.url}/login`)).status).toBe(403);
    expect(await scenario.isSignedIn()).toBe(true);
    expect((await scenario.browser.get(`${scenario.app.url}/profile`)).text).toContain('Sign-in was refused');
  });

  it.each([
    [
      'an address that nobody verified',
      { ALLOWED_EMAIL_DOMAINS: 'acme.test' },
      { email: 'ada@acme.test', email_verified: false },
      'Nobody vouches',
    ],
    [
      'an address that is said to be verified by a word',
      { ALLOWED_EMAILS: 'ada@acme.test' },
      { email: 'ada@acme.test', email_verified: 'yes' },
      'Nobody vouches',
    ],
    ['no address', { ALLOWED_EMAIL_DOMAINS: 'acme.test' }, { email: undefined }, 'Nobody vouches'],
    ['groups that did not arrive', { ALLOWED_GROUPS: 'Staff' }, verified, 'Your groups did not arrive'],
  ])('is told so for %s', async (_what, rules: Record<string, string>, claims, title) => {
    const scenario = await arrive(rules, claims);
    const page = await scenario.signIn();
    expect([page.status, page.text]).toEqual([403, expect.stringContaining(title)]);
    expect(await scenario.isSignedIn()).toBe(false);
  });

  it('can take another account: the provider is told to ask', async () => {
    const scenario = await arrive({ ALLOWED_EMAIL_DOMAINS: 'acme.test' }, { email: 'eve@evil.test', email_verified: true });
    const page = await scenario.signIn();
    Object.assign(scenario.provider.person.claims, verified);
    await scenario.browser.get(page.links.find(({ text }) => text === 'Use another account')?.url ?? '');
    expect(scenario.provider.requestsTo('authorize').at(-1)?.query.get('prompt')).toBe('login');
    expect(await scenario.isSignedIn()).toBe(true);
  });
});

describe('Whom the settings name', () => {
  it.each([
    ['a verified address of an allowed domain', { ALLOWED_EMAIL_DOMAINS: 'other.test,ACME.test' }, { ...verified, email: 'Ada@Acme.Test' }],
    ['an allowed address', { ALLOWED_EMAILS: 'ada@acme.test', ALLOWED_EMAIL_DOMAINS: 'other.test' }, verified],
    [
      'an allowed group and address',
      { ALLOWED_EMAIL_DOMAINS: 'acme.test', ALLOWED_GROUPS: 'Ops,Staff' },
      { ...verified, groups: ['Staff'] },
    ],
    ['everybody, where * says so', { ALLOWED_EMAIL_DOMAINS: '*' }, { email: undefined }],
  ])('is let in by %s', async (_what, rules: Record<string, string>, claims) => {
    const scenario = await arrive(rules, claims);
    expect((await scenario.signIn()).status).toBe(200);
    expect(await scenario.isSignedIn()).toBe(true);
  });
});

describe('Roles', () => {
  const roles = { ROLES: 'admin=Admins,Ops;editor=Writers' };
  const modules = [DeskModule];

  it('follow from groups at each sign-in, let people pass, and stand on the profile and at /api/me', async () => {
    const scenario = await arrive(roles, { ...verified, groups: ['Ops'] }, { modules });
    expect((await scenario.signIn('/desk')).body).toBe('The desk.');
    expect((await scenario.browser.get(`${scenario.app.url}/api/me`)).json()).toMatchObject({ roles: ['admin'], groups: ['Ops'] });
    expect((await scenario.browser.get(`${scenario.app.url}/profile`)).text).toMatch(/Your roles here\s+admin/);
    scenario.provider.person.claims['groups'] = ['Everyone'];
    await scenario.browser.get(`${scenario.app.url}/login`);
    const page = await scenario.browser.get(`${scenario.app.url}/desk`);
    expect(page.status).toBe(403);
    expect(page.text).toContain('This is for people with the role admin or editor, and you do not have it.');
    expect((await scenario.browser.get(`${scenario.app.url}/profile`)).text).not.toContain('Your roles here');
  });

  it('stand beside those that onSignIn attaches, each once', async () => {
    const scenario = await arrive(roles, { ...verified, groups: ['Ops', 'Writers'] }, { modules });
    const seen: unknown[] = [];
    const onSignIn = (signIn: { roles: unknown }): object => {
      seen.push(signIn.roles);
      return { roles: ['editor', 'auditor'] };
    };
    Object.assign(scenario.app.app.get(SignInHooks), { onSignIn });
    await scenario.signIn();
    expect(seen).toEqual([['admin', 'editor']]);
    expect((await scenario.browser.get(`${scenario.app.url}/api/roles`)).json()).toEqual({ roles: ['admin', 'editor', 'auditor'] });
  });

  it('are undefined where nothing gives one', async () => {
    const scenario = await arrive(roles, verified, { modules: [RolesModule] });
    await scenario.signIn();
    expect((await scenario.browser.get(`${scenario.app.url}/api/roles`)).json()).toEqual({});
  });

  it('that nobody can have are refused at start, with the line to write', async () => {
    const env = { OIDC_ISSUER: 'http://localhost:1/', OIDC_CLIENT_ID: 'app', OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4' };
    const start = (ROLES: string): Promise<unknown> => startApp({ ...env, ROLES }, modules);
    await expect(start('')).rejects.toThrow('DeskController.desk: @Roles asks for admin, which nobody can have: ROLES=admin=<group>');
    await expect(start('admin=Admins')).rejects.toThrow(
      'DeskController.desk: @Roles asks for editor, which nobody can have: ROLES=admin=Admins;editor=<group>',
    );
  });
});

describe('A new ID token, when tokens are renewed', () => {
  const lie = { tokenResponse: { expires_in: 30 } };
  const setup = { fatIdToken: true };

  async function renew({ app }: Scenario): Promise<string> {
    const [{ key } = { key: '' }] = await app.app.get(Sessions).listLatest(1);
    const session = await app.app.get(Database).kysely.selectFrom('signin_sessions').selectAll().executeTakeFirstOrThrow();
    expect(session.key).toBe(key);
    const data = JSON.parse(session.data) as never;
    const { user_id: userId, connection, issuer, subject } = session;
    const request = requestWithSession({ key, userId, connection, issuer, subject, data } as never);
    return app.app
      .get(AccessTokens)
      .for(request)
      .then(
        () => 'renewed',
        (error: unknown) => (error instanceof SignInError ? error.code : String(error)),
      );
  }

  it('changes groups and roles; what it does not say stays', async () => {
    const claims = { ...verified, groups: ['Ops', 'Writers'], department: 'Sales' };
    const scenario = await arrive({ ROLES: 'admin=Ops;editor=Writers' }, claims, { lie, setup, modules: [DeskModule] });
    await scenario.signIn();
    Object.assign(scenario.provider.person.claims, { groups: ['Writers'], department: undefined });
    expect(await renew(scenario)).toBe('renewed');
    const me = await scenario.browser.get(`${scenario.app.url}/api/me`);
    expect(me.json()).toMatchObject({ roles: ['editor'], groups: ['Writers'] });
    expect((await scenario.browser.get(`${scenario.app.url}/profile`)).text).toContain('Sales');
    delete scenario.provider.person.claims['groups'];
    expect(await renew(scenario)).toBe('renewed');
    expect((await scenario.browser.get(`${scenario.app.url}/api/me`)).json()).toMatchObject({ roles: ['editor'], groups: ['Writers'] });
  });

  it('ends the session of somebody who may not enter any more', async () => {
    const scenario = await arrive({ ALLOWED_GROUPS: 'Staff' }, { ...verified, groups: ['Staff'] }, { lie, setup });
    const ended: unknown[] = [];
    scenario.app.app.get(AuthEvents).on('signed_out', ({ reason }) => ended.push(reason));
    await scenario.signIn();
    scenario.provider.person.claims['groups'] = ['Guests'];
    expect(await renew(scenario)).toBe('session_ended');
    expect(await scenario.isSignedIn()).toBe(false);
    expect(ended).toEqual(['not_allowed']);
  });
});
