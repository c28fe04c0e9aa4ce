import { Controller, Get, Module } from '@nestjs/common';
import { Claims, Groups, Public, Scopes, StepUp } from '../../packages/signin/src/auth/access/decorators.js';
import { CurrentUser } from '../../packages/signin/src/auth/access/current-user.js';
import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

@Controller('api/try')
class TryController {
  @Get('user') user(@CurrentUser() { name }: CurrentUser): object {
    return { name };
  }

  @Groups('Admins') @Get('groups') groups(): object {
    return {};
  }

  @Groups('Everyone') @Groups('Admins') @Get('both') both(): object {
    return {};
  }

  @Public() @Groups('Admins') @Get('public-groups') publicGroups(): object {
    return {};
  }

  @Scopes('email') @Get('scopes') scopes(): object {
    return {};
  }

  @Scopes('orders:read') @Get('no-scopes') noScopes(): object {
    return {};
  }

  @Claims({ email: (value) => String(value).startsWith('alice@') }) @Get('claims') claims(): object {
    return {};
  }

  @StepUp({ acr: 'urn:okta:loa:2fa:any' }) @Get('step-up') stepUp(): object {
    return {};
  }

  @StepUp({ maxAge: 3600 }) @Get('recent') recent(): object {
    return {};
  }
}

@Controller('wanted')
class WantedController {
  @StepUp({ acr: 'urn:okta:loa:2fa:any' }) @Get() page(): string {
    return 'strong enough';
  }

  @Groups('Admins') @Get('admins') admins(): string {
    return 'admins only';
  }
}

@Module({ controllers: [TryController, WantedController] })
class TryModule {}

@Controller('impossible')
class ImpossibleController {
  @StepUp({ acr: 'urn:okta:loa:2fa:anny' }) @Get() page(): string {
    return '';
  }
}

@Module({ controllers: [ImpossibleController] })
class ImpossibleModule {}

describe('The decorators', () => {
  let pair: RunningPair;
  const alice = new Browser();
  const bob = new Browser();

  beforeAll(async () => {
    pair = await startPair({ OIDC_SCOPES: 'openid profile email groups' }, {}, [TryModule]);
    await signIn(alice, pair.url, 'alice@example.com', 'alice');
    await signIn(bob, pair.url, 'bob@example.com', 'bob');
  });

  afterAll(() => pair.close());

  it.each([
    ['user', 200, 200],
    ['groups', 200, 403],
    ['both', 200, 403],
    ['public-groups', 200, 403],
    ['scopes', 200, 200],
    ['no-scopes', 403, 403],
    ['claims', 200, 403],
    ['step-up', 401, 401],
    ['recent', 200, 200],
  ])('answers /api/try/%s with %i to alice and %i to bob', async (path, forAlice, forBob) => {
    expect((await alice.get(`${pair.url}/api/try/${path}`)).status).toBe(forAlice);
    expect((await bob.get(`${pair.url}/api/try/${path}`)).status).toBe(forBob);
    expect((await fetch(`${pair.url}/api/try/${path}`)).status).toBe(401);
  });

  it('tells an API what sign-in it asks for', async () => {
    const answer = await alice.get(`${pair.url}/api/try/step-up`);
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer realm="api", error="insufficient_user_authentication", acr_values="urn:okta:loa:2fa:any"',
    );
    expect(answer.json()).toMatchObject({
      code: 'step_up_required',
      acrValues: ['urn:okta:loa:2fa:any'],
      login: `${pair.url}/login?returnTo=%2F&acr_values=urn%3Aokta%3Aloa%3A2fa%3Aany`,
    });
  });

  it('sends a person to prove themselves again and back to the page', async () => {
    const page = await alice.get(`${pair.url}/wanted`);
    const done =
      page.status === 200 && page.body === 'strong enough'
        ? page
        : await alice.submit(page, { username: 'alice@example.com', password: 'alice' });
    expect(done.url).toBe(`${pair.url}/wanted`);
    expect(done.body).toBe('strong enough');
    expect((await alice.get(`${pair.url}/api/try/step-up`)).status).toBe(200);
  });

  it('says on the page which group is missing', async () => {
    const page = await bob.get(`${pair.url}/wanted/admins`);
    expect(page.status).toBe(403);
    expect(page.text).toContain('This is for the group Admins, and you are not in it.');
  });

  it('says on the page that no groups arrived, though sign-in itself succeeded', async () => {
    pair.okta.switches.groupsClaim = false;
    const someone = new Browser();
    expect((await signIn(someone, pair.url, 'alice@example.com', 'alice')).status).toBe(200);
    pair.okta.switches.groupsClaim = true;
    const page = await someone.get(`${pair.url}/wanted/admins`);
    expect(page.status).toBe(403);
    expect(page.text).toContain('Your groups did not arrive');
  });

  it('refuses to start with a class that Okta does not know, or with groups that cannot arrive', async () => {
    await expect(startPair({}, {}, [ImpossibleModule])).rejects.toThrow(
      /ImpossibleController.page: Okta knows no acr urn:okta:loa:2fa:anny/,
    );
    await expect(startPair({ OIDC_SCOPES: 'openid' }, {}, [TryModule])).rejects.toThrow(/@Groups needs the groups claim/);
  });

  it('refuses to start with a class that the settings never ask for, since they win over a route', async () => {
    const env = { OIDC_SCOPES: 'openid groups', OIDC_AUTHORIZE_PARAMS: 'acr_values=phr' };
    await expect(startPair(env, {}, [TryModule])).rejects.toThrow(
      /@StepUp asks for acr urn:okta:loa:2fa:any, .* OIDC_AUTHORIZE_PARAMS=acr_values=phr\+urn%3Aokta/,
    );
  });
});
