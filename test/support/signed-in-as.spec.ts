import { Controller, Get, Module, Req } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyRequest } from 'fastify';
import { tmpdir } from 'node:os';
import { type SignIn, SignInHooks } from '../../packages/signin/src/auth/sign-in-hooks.js';
import { loadSettings } from '../../packages/signin/src/config/load-settings.js';
import { AppModule } from '../../src/app.module.js';
import { AccessTokens } from '../../packages/signin/src/auth/tokens/access-tokens.js';
import { CurrentUser } from '../../packages/signin/src/auth/access/current-user.js';
import { Claims, Groups, Scopes, StepUp } from '../../packages/signin/src/auth/access/decorators.js';
import { UserStore } from '../../packages/signin/src/users/user-store.js';
import { Browser } from './browser.js';
import { freePort } from './free-port.js';
import { signIn } from './sign-in.js';
import { signedInAs } from './signed-in-as.js';
import { type RunningApp, startApp } from './start-app.js';
import { startPair } from './start-pair.js';
import { refuseInProduction, signedInAs as asIn, type StatedPerson } from '@fanlight/signin/testing';

@Controller('api/own')
class OwnController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get('caller') caller(@CurrentUser() { claims, userinfo, groups, scopes, name }: CurrentUser): object {
    return { claims, userinfo, groups, scopes, name };
  }

  @Groups('Admins') @Get('groups') groups(): object {
    return {};
  }

  @Scopes('orders:read') @Get('scopes') scopes(): object {
    return {};
  }

  @Claims({ department: 'Sales' }) @Get('claims') claims(): object {
    return {};
  }

  @StepUp({ acr: 'phr' }) @Get('strong') strong(): object {
    return {};
  }

  @StepUp({ maxAge: 300 }) @Get('recent') recent(): object {
    return {};
  }

  @Get('token') async token(@Req() request: FastifyRequest): Promise<object> {
    return { token: await this.tokens.for(request, { scopes: ['email'] }) };
  }
}

@Module({ controllers: [OwnController] })
class OwnModule {}

const anHourAgo = Math.floor(Date.now() / 1000) - 3600;

describe('signedInAs, with a provider that is out of reach', () => {
  let app: RunningApp;
  const ask = async (path: string, person: StatedPerson): Promise<number> =>
    (await fetch(`${app.url}/api/own/${path}`, { headers: (await signedInAs(app, person)).headers })).status;

  beforeAll(async () => {
    const nobodyListens = `http://127.0.0.1:${await freePort()}`;
    const env = { OIDC_ISSUER: nobodyListens, OIDC_CLIENT_ID: 'app', OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4', OIDC_GROUPS_CLAIM: 'org.teams' };
    app = await startApp(env, [OwnModule]);
  });

  afterAll(() => app?.close());

  it.each<[path: string, allowed: StatedPerson, refused: StatedPerson, status: number]>([
    ['groups', { groups: ['Everyone', 'Admins'] }, { groups: ['Everyone'] }, 403],
    ['groups', { groups: ['Admins'] }, {}, 403],
    ['scopes', { scopes: ['openid', 'orders:read'] }, { scopes: ['openid'] }, 403],
    ['claims', { claims: { department: 'Sales' } }, { claims: { department: 'Stores' } }, 403],
    ['claims', { userinfo: { department: 'Sales' } }, { userinfo: {} }, 403],
    ['strong', { acr: 'phr' }, {}, 401],
    ['recent', {}, { authTime: anHourAgo }, 401],
  ])('lets a guard of /%s tell %j from %j', async (path, allowed, refused, status) => {
    expect(await ask(path, allowed)).toBe(200);
    expect(await ask(path, refused)).toBe(status);
  });

  it('shows pages to its browser and keeps a record of the person', async () => {
    const { browser, session } = await signedInAs(app, { name: 'Ada Lovelace', email: 'ada@example.com' });
    expect((await browser.get(`${app.url}/profile`)).text).toContain('Ada Lovelace ada@example.com');
    expect(await app.app.get(UserStore).find(session.issuer, session.subject)).toMatchObject({
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      emailVerified: true,
    });
  });

  it('makes somebody new each time, unless it is told who', async () => {
    const ids = [{}, {}, { subject: 'ada' }, { subject: 'ada' }].map(async (person) => (await signedInAs(app, person)).session.userId);
    const [one, other, ada, again] = await Promise.all(ids);
    expect(one).not.toBe(other);
    expect(ada).toBe(again);
  });

  it('gives pages an access token to hand on', async () => {
    const { headers } = await signedInAs(app, { accessToken: 'for-orders' });
    expect(await (await fetch(`${app.url}/api/own/token`, { headers })).json()).toEqual({ token: 'for-orders' });
  });

  it('leaves a person who can sign out', async () => {
    const { browser } = await signedInAs(app);
    const page = await browser.get(`${app.url}/`);
    const out = page.forms.findIndex(({ action }) => action.endsWith('/logout'));
    expect((await browser.submit(page, {}, out)).text).toContain('Signed out here only');
    expect((await browser.get(`${app.url}/api/me`)).status).toBe(401);
  });
});

describe('signedInAs', () => {
  it('leaves what the same person leaves who signs in at the provider', async () => {
    const pair = await startPair({ OIDC_SCOPES: 'openid profile email groups' }, {}, [OwnModule]);
    const alice = new Browser();
    await signIn(alice, pair.url, 'alice@example.com', 'alice');
    const caller = async (browser: Browser): Promise<CurrentUser> =>
      (await browser.get(`${pair.url}/api/own/caller`)).json() as CurrentUser;
    const real = await caller(alice);
    const { sub, name, email, groups, preferred_username } = { ...real.claims, ...real.userinfo } as Record<string, string>;
    const stated = { subject: sub, name, email, groups: groups as unknown as string[], claims: { preferred_username } } as StatedPerson;
    const made = await caller((await signedInAs(pair.app, stated)).browser);
    expect([made.name, made.groups, made.scopes]).toEqual([real.name, real.groups, real.scopes]);
    for (const claim of ['iss', 'sub', 'aud', 'name', 'email'])
      expect(made.claims[claim]).toEqual({ ...real.userinfo, ...real.claims }[claim]);
    for (const claim of ['iat', 'exp', 'auth_time']) expect(typeof made.claims[claim]).toBe(typeof real.claims[claim]);
    await pair.close();
  });

  it('signs in in a TestingModule, with what it overrides, for inject and without a server', async () => {
    const env = {
      OIDC_ISSUER: 'https://idp.example',
      OIDC_CLIENT_ID: 'app',
      OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4',
      DATABASE_URL: 'sqlite::memory:',
    };
    const settings = loadSettings({ env: { ...env, NODE_ENV: 'test', PUBLIC_URL: 'https://shop.example' }, directory: tmpdir() });
    const tokens = { for: async () => 'of the override' };
    const testing = await Test.createTestingModule({ imports: [AppModule.register(settings, [OwnModule])] })
      .overrideProvider(AccessTokens)
      .useValue(tokens)
      .overrideProvider(SignInHooks)
      .useValue({ onSignIn: ({ person }: SignIn) => (person.name === 'Eve' ? { deny: 'Not you.' } : undefined) })
      .compile();
    const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    await app.init();
    const { headers, cookies, session } = await asIn(testing, { subject: 'ada', groups: ['Admins'] });
    const asked = async (path: string): Promise<unknown> => (await app.inject({ url: `/api/own/${path}`, headers })).json();
    expect(await asked('token')).toEqual({ token: 'of the override' });
    expect(await asked('groups')).toEqual({});
    expect(session).toMatchObject({ subject: 'ada', data: { groups: ['Admins'] } });
    expect(cookies).toEqual([
      expect.objectContaining({
        name: '__Host-signin_session',
        domain: 'shop.example',
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'Lax',
      }),
    ]);
    await expect(asIn(app, { name: 'Eve' })).rejects.toMatchObject({ code: 'sign_in_denied' });
    await app.close();
  });

  it('refuses an application that runs in production', async () => {
    const app = await startApp({
      NODE_ENV: 'production',
      OKTA_ORG_URL: 'https://dev-1.okta.com',
      OIDC_SCOPES: 'openid profile email groups',
      OIDC_CLIENT_ID: 'client',
      OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4',
      SESSION_SECRET: 'Zq8+3Lw/9xTf2Vb7Ns1Rm4Hc6Jd5kP0yUe4Wg7Xa=',
    });
    const attempt = signedInAs(app, { groups: ['Admins'] });
    await expect(attempt).rejects.toMatchObject({
      name: 'ProductionRefusal',
      code: 'production',
      message: expect.stringContaining('the application runs'),
    });
    await app.close();
  });

  it('refuses a process that runs in production, whatever the application says', () => {
    expect(() => refuseInProduction('test', 'production')).toThrow(/this process runs with NODE_ENV=production/);
    expect(() => refuseInProduction('test', 'test')).not.toThrow();
  });
});
