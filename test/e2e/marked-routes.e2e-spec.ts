import { Controller, Get, Injectable, Module, UseGuards } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { CurrentUser } from '../../packages/signin/src/auth/access/current-user.js';
import { Groups, Public, SignedIn } from '../../packages/signin/src/auth/access/decorators.js';
import { GlobalSignInGuard, SignInGuard } from '../../packages/signin/src/auth/access/sign-in.guard.js';
import { Connections } from '../../packages/signin/src/auth/connections/connections.js';
import { SignInOptions } from '../../packages/signin/src/options/sign-in-options.js';
import { RequirementCheck } from '../../packages/signin/src/auth/access/requirement-check.js';
import { signedInAs } from '../support/signed-in-as.js';
import { type RunningApp, startApp } from '../support/start-app.js';

@Controller('marked')
class RoutesController {
  @Get('nothing') nothing(): void {}
  @Get('perhaps') perhaps(@CurrentUser({ optional: true }) user: CurrentUser | undefined): object {
    return { subject: user?.subject ?? null };
  }
  @SignedIn() @Get('signed-in') signedIn(): void {}
  @Groups('Admins') @Get('groups') groups(): void {}
  @UseGuards(SignInGuard) @Get('guard') guard(): void {}
}

@SignedIn()
@Controller('marked-class')
class ClassController {
  @Get('one') one(): void {}
  @Public() @Get('public') public(): void {}
}

@Public()
@Controller('public-class')
class PublicController {
  @Get('one') one(): void {}
  @SignedIn() @Get('signed-in') signedIn(): void {}
  @Groups('Admins') @Get('groups') groups(): void {}
}

@Injectable()
class Gateway {
  message(): void {}
  @SignedIn() marked(): void {}
}

@Module({ controllers: [RoutesController, ClassController, PublicController], providers: [Gateway] })
class RoutesModule {}

describe('Marks on routes', () => {
  let app: RunningApp;
  let options: { protect: SignInOptions['protect'] };

  beforeAll(async () => {
    const env = { OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'app', OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4' };
    app = await startApp(env, [RoutesModule]);
    options = app.app.get(SignInOptions);
  });
  afterEach(() => void (options.protect = 'everything'));
  afterAll(() => app?.close());

  const statuses = async (path: string): Promise<(number | string)[]> => {
    const people = [{}, (await signedInAs(app)).headers, (await signedInAs(app, { groups: ['Admins'] })).headers];
    return Promise.all(people.map(async (headers) => (await fetch(`${app.url}/${path}`, { headers })).status));
  };

  it.each([
    // To nobody, to somebody, to somebody in the group.
    ['marked/nothing', 'everything', [401, 200, 200]],
    ['marked/nothing', 'marked', [200, 200, 200]],
    ['marked/signed-in', 'marked', [401, 200, 200]],
    ['marked/groups', 'marked', [401, 403, 200]],
    ['marked/guard', 'marked', [401, 200, 200]],
    ['marked-class/one', 'marked', [401, 200, 200]],
    ['marked-class/public', 'marked', [200, 200, 200]],
    ['marked-class/public', 'everything', [200, 200, 200]],
    ['public-class/one', 'everything', [200, 200, 200]],
    ['public-class/signed-in', 'everything', [401, 200, 200]],
    ['public-class/signed-in', 'marked', [401, 200, 200]],
    ['public-class/groups', 'everything', [401, 403, 200]],
    ['public-class/groups', 'marked', [401, 403, 200]],
    ['api/me', 'marked', [401, 200, 200]],
  ] as const)('open %s, where protect is %s, with %j', async (path, protect, expected) => {
    options.protect = protect;
    expect(await statuses(path)).toEqual(expected);
  });

  it('give a handler that nobody guards the person, if there is one', async () => {
    options.protect = 'marked';
    const { headers, session } = await signedInAs(app);
    expect(await (await fetch(`${app.url}/marked/perhaps`)).json()).toEqual({ subject: null });
    expect(await (await fetch(`${app.url}/marked/perhaps`, { headers })).json()).toEqual({ subject: session.subject });
  });

  it.each(['everything', 'marked'] as const)('alone make gateways and microservices guarded, where protect is %s', async (protect) => {
    options.protect = protect;
    const guard = new GlobalSignInGuard({ judge: () => Promise.reject(new Error('judged')) } as never, options);
    for (const type of ['ws', 'rpc', 'telegraf']) {
      const context = new ExecutionContextHost([{}], Gateway, Gateway.prototype.message);
      context.setType(type);
      expect(await guard.canActivate(context)).toBe(true);
    }
    expect(Reflect.getMetadata('__guards__', Gateway.prototype.marked)).toEqual([SignInGuard]);
  });

  it('are missed at start where protect is marked', async () => {
    const warnings = (): string[] => app.log.filter((line) => line.includes('every route is open'));
    const nobody = { listAll: () => [{ controller: Gateway, methods: new Map([['message', Gateway.prototype.message]]) }] };
    const start = (found: object): Promise<void> =>
      new RequirementCheck(found as never, app.settings, { protect: 'marked' }, {}, app.app.get(Connections)).onModuleInit();
    await start({ listAll: () => [{ controller: Gateway, methods: new Map([['marked', Gateway.prototype.marked]]) }] });
    expect(warnings()).toEqual([]);
    await start(nobody);
    expect(warnings()).toEqual([expect.stringContaining('Put @SignedIn() on what is not for everybody')]);
  });
});
