import { Controller, Get, Module, Req } from '@nestjs/common';
import { AccessTokens } from '../../../packages/signin/src/auth/tokens/access-tokens.js';
import { CurrentUser } from '../../../packages/signin/src/auth/access/current-user.js';
import { Groups } from '../../../packages/signin/src/auth/access/decorators.js';
import { SignInHooks } from '../../../packages/signin/src/auth/sign-in-hooks.js';
import { SignOut } from '../../../packages/signin/src/auth/logout/sign-out.js';
import type { HostRequest } from '../../../packages/signin/src/auth/http/sign-in-request.js';
import { closeScenarios, type Scenario, settle, startScenario } from '../../conformance/scenario.js';
import { Browser } from '../../support/browser.js';
import { freePort } from '../../support/free-port.js';
import type { Page } from '../../support/page.js';
import { type RunningApp, startApp } from '../../support/start-app.js';
import { DirectoryClient, oktaUser, token } from './directory-client.js';

@Controller('api/team')
class TeamController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get() groups(@CurrentUser() { groups }: CurrentUser): object {
    return { groups };
  }

  @Groups('Engineers') @Get('engineers') engineers(): object {
    return {};
  }

  @Get('token') async token(@Req() request: HostRequest): Promise<object> {
    return { held: (await this.tokens.for(request)) !== '' };
  }
}

@Module({ controllers: [TeamController] })
class TeamModule {}

/** @param open what both instances keep people and sessions in, anew for each test */
export function describeLeaver(open: () => Promise<Readonly<Record<string, string>>>): void {
  let scenario: Scenario;
  let second: RunningApp;
  let directory: DirectoryClient;

  afterEach(async () => {
    await second.close();
    await closeScenarios();
  });

  async function start(env: Record<string, string> = {}): Promise<void> {
    const port = String(await freePort());
    const shared = {
      SESSION_SECRET: 'one secret that both instances have here',
      PUBLIC_URL: `http://localhost:${port}`,
      SCIM_TOKEN: token,
      OIDC_SCOPES: 'openid profile email groups offline_access',
      ...(await open()),
      ...env,
    };
    scenario = await startScenario({ env: { ...shared, PORT: port }, modules: [TeamModule] });
    const { provider } = scenario;
    const client = {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.client.clientId,
      OIDC_CLIENT_SECRET: provider.client.clientSecret,
    };
    second = await startApp({ ...client, ...shared, RATE_LIMIT: 'off', PORT: String(await freePort()) }, [TeamModule]);
    directory = new DirectoryClient(scenario.app.url);
  }

  /** A browser's answers of both instances: its cookie does not know ports. */
  async function statuses(browser: Browser, path = '/api/team'): Promise<number[]> {
    const urls = [scenario.app.url, `http://localhost:${second.settings.listen.port}`];
    return Promise.all(urls.map(async (url) => (await browser.get(`${url}${path}`)).status));
  }

  async function signIn(browser: Browser): Promise<Page> {
    return settle(browser, await browser.get(`${scenario.app.url}/profile`));
  }

  async function provision(more: object = {}): Promise<string> {
    const { status, body } = await directory.post('/Users', oktaUser('ada@example.test', scenario.provider.person.sub, more));
    expect(status).toBe(201);
    return body?.id ?? '';
  }

  async function group(displayName: string, ...ids: readonly string[]): Promise<string> {
    return (await directory.post('/Groups', { displayName, members: ids.map((value) => ({ value })) })).body?.id ?? '';
  }

  describe('somebody who leaves', () => {
    it.each<[string, (id: string) => Promise<unknown>]>([
      ['PATCH as Okta sends it', (id) => directory.patch(`/Users/${id}`, { op: 'replace', value: { active: false } })],
      ['PATCH as Entra sends it', (id) => directory.patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' })],
      ['PUT', (id) => directory.put(`/Users/${id}`, oktaUser('ada@example.test', scenario.provider.person.sub, { active: false }))],
      ['DELETE', (id) => directory.delete(`/Users/${id}`)],
    ])('by %s is signed out on every instance at once, and is told so at the next sign-in', async (_how, leave) => {
      await start();
      const id = await provision();
      const [desk, phone] = [new Browser(), new Browser()];
      for (const browser of [desk, phone]) expect((await signIn(browser)).status).toBe(200);
      expect(await statuses(desk, '/api/team/token')).toEqual([200, 200]);
      await leave(id);
      expect([...(await statuses(desk)), ...(await statuses(phone)), ...(await statuses(desk, '/api/team/token'))]).toEqual([
        401, 401, 401, 401, 401, 401,
      ]);
      await scenario.app.app.get(SignOut).onApplicationShutdown();
      expect(scenario.provider.requestsTo('revocation').length).toBe(2);
      const page = await signIn(new Browser());
      expect(page.status).toBe(403);
      expect(page.body).toContain('Your account is no longer active');
      expect((await desk.get(`${scenario.app.url}/api/me`)).status).toBe(401);
    });

    it('and comes back is let in again, by the same id', async () => {
      await start();
      const id = await provision();
      await directory.patch(`/Users/${id}`, { op: 'replace', value: { active: false } });
      const again = await directory.post('/Users', oktaUser('ada@example.test', scenario.provider.person.sub));
      expect(again).toMatchObject({ status: 201, body: { id, active: true } });
      expect((await signIn(new Browser())).status).toBe(200);
      await directory.delete(`/Users/${id}`);
      expect((await signIn(new Browser())).status).toBe(403);
      await provision();
      expect((await signIn(new Browser())).status).toBe(200);
    });

    it('while a sign-in is under way is signed out with it', async () => {
      await start();
      const id = await provision();
      const browser = new Browser();
      // After the directory was asked, and before there is a session.
      const onSignIn = (): Promise<unknown> =>
        directory.patch(`/Users/${id}`, { op: 'replace', value: { active: false } }).then(() => undefined);
      Object.assign(scenario.app.app.get(SignInHooks), { onSignIn });
      await signIn(browser);
      expect(await statuses(browser)).toEqual([401, 401]);
    });

    it('is found by the universal logout, whatever Okta calls them', async () => {
      await start();
      const id = await provision({ emails: [{ value: 'Ada@Work.Test', type: 'work' }] });
      const { provider, app } = scenario;
      const uri = `${app.url}/universal-logout`;
      for (const sub_id of [
        { format: 'iss_sub', iss: provider.issuer, sub: provider.person.sub },
        { format: 'iss_sub', iss: provider.issuer, sub: id },
        { format: 'email', email: 'ada@work.test' },
        { format: 'email', email: 'ada@example.test' },
      ]) {
        const browser = new Browser();
        await signIn(browser);
        expect(await statuses(browser)).toEqual([200, 200]);
        const now = Math.floor(Date.now() / 1000);
        const proof = {
          iss: provider.issuer,
          sub: provider.client.clientId,
          aud: uri,
          iat: now,
          exp: now + 300,
          jti: `${now}-${JSON.stringify(sub_id)}`,
        };
        const jwt = await provider.jwt({ typ: 'global-token-revocation+jwt' }, proof);
        const headers = { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' };
        expect((await fetch(uri, { method: 'POST', headers, body: JSON.stringify({ sub_id }) })).status).toBe(204);
        expect(await statuses(browser)).toEqual([401, 401]);
      }
    });
  });

  describe('somebody who signed in', () => {
    it('before being provisioned is adopted', async () => {
      await start();
      const browser = new Browser();
      await signIn(browser);
      const id = await provision();
      expect(await statuses(browser)).toEqual([200, 200]);
      await directory.patch(`/Users/${id}`, { op: 'replace', value: { active: false } });
      expect(await statuses(browser)).toEqual([401, 401]);
    });

    it('is matched by the claim that the setting names, and the sessions end by it', async () => {
      await start({ SCIM_CLAIM: 'oid' });
      const { provider } = scenario;
      const oid = '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef';
      provider.lie = { idToken: { claims: { oid } } };
      const browser = new Browser();
      await signIn(browser);
      // Somebody else who has the subject as externalId.
      const stranger = (await directory.post('/Users', oktaUser('bob@example.test', provider.person.sub))).body?.id;
      expect(scenario.app.log.concat(second.log).join()).toContain('map objectId to externalId there');
      const { body } = await directory.post('/Users', oktaUser('ada@example.test', oid));
      await directory.patch(`/Users/${stranger}`, { op: 'replace', value: { active: false } });
      expect(await statuses(browser)).toEqual([200, 200]);
      await directory.patch(`/Users/${body?.id}`, { op: 'replace', value: { active: false } });
      expect(await statuses(browser)).toEqual([401, 401]);
      expect((await signIn(new Browser())).status).toBe(403);
    });

    it('is never matched by an address or a name', async () => {
      await start();
      const browser = new Browser();
      await signIn(browser);
      const { email, preferred_username: userName } = scenario.provider.person.claims as Record<string, string>;
      const posted = await directory.post('/Users', oktaUser(String(userName), '00uanother', { emails: [{ value: email, type: 'work' }] }));
      await directory.delete(`/Users/${posted.body?.id}`);
      expect(await statuses(browser)).toEqual([200, 200]);
      expect((await signIn(new Browser())).status).toBe(200);
    });
  });

  describe('groups of the directory', () => {
    const groupsOf = async (browser: Browser): Promise<unknown> => (await browser.get(`${scenario.app.url}/api/team`)).json();

    it('count where the token has none, from the next request on', async () => {
      await start();
      const id = await provision();
      const browser = new Browser();
      await signIn(browser);
      expect(await groupsOf(browser)).toEqual({});
      expect(await statuses(browser, '/api/team/engineers')).toEqual([403, 403]);
      const engineers = await group('Engineers', id);
      expect(await groupsOf(browser)).toEqual({ groups: ['Engineers'] });
      expect(await statuses(browser, '/api/team/engineers')).toEqual([200, 200]);
      await directory.patch(`/Groups/${engineers}`, { op: 'Remove', path: 'members', value: [{ value: id }] });
      expect(await groupsOf(browser)).toEqual({ groups: [] });
      expect(await statuses(browser, '/api/team/engineers')).toEqual([403, 403]);
      await directory.patch(`/Groups/${engineers}`, { op: 'add', path: 'members', value: [{ value: id }] });
      await directory.patch(`/Groups/${engineers}`, { op: 'replace', value: { id: engineers, displayName: 'Builders' } });
      expect(await groupsOf(browser)).toEqual({ groups: ['Builders'] });
      await directory.delete(`/Groups/${engineers}`);
      expect(await groupsOf(browser)).toEqual({ groups: [] });
    });

    it.each([
      ['token', ['Of the token']],
      ['directory', ['Engineers']],
    ])('and those of the token are settled by SCIM_GROUPS=%s', async (SCIM_GROUPS, groups) => {
      await start({ SCIM_GROUPS });
      scenario.provider.person.claims['groups'] = ['Of the token'];
      await group('Engineers', await provision());
      const browser = new Browser();
      await signIn(browser);
      expect(await groupsOf(browser)).toEqual({ groups });
    });
  });
}
