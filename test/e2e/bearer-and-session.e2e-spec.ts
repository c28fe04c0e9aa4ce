import { Controller, Get, Module, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CurrentSession, currentSession, currentUser, signedInSession } from '../../packages/signin/src/auth/access/current-user.js';
import type { Session } from '../../packages/signin/src/session/session.js';
import { BearerTokens } from '../../packages/signin/src/auth/tokens/bearer-tokens.js';
import { Groups } from '../../packages/signin/src/auth/access/decorators.js';
import { ForgingProvider } from '../support/forging-provider.js';
import { signedInAs } from '../support/signed-in-as.js';
import { startApp, type RunningApp } from '../support/start-app.js';

@Controller('api/two')
class TwoController {
  @Groups('Admins') @Get('who') async who(@Req() request: FastifyRequest): Promise<object> {
    return { session: (await currentSession(request))?.subject ?? null, user: (await currentUser(request))?.subject ?? null };
  }
  @Get('session') async session(@Req() request: FastifyRequest): Promise<object> {
    return { subject: (await signedInSession(request)).subject };
  }
  @Get('person') person(@CurrentSession() { subject }: Session): object {
    return { subject };
  }
}

@Controller('two')
class PageController {
  @Get() page(): string {
    return 'for people';
  }
}

@Module({ controllers: [TwoController, PageController] })
class TwoModule {}

describe("A request with a program's token and a person's cookie", () => {
  let provider: ForgingProvider;
  let app: RunningApp;

  beforeAll(async () => {
    provider = await ForgingProvider.start();
    const client = { OIDC_ISSUER: provider.url, OIDC_CLIENT_ID: 'app', OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4', API_AUDIENCE: 'api://two' };
    app = await startApp(client, [TwoModule]);
  });

  afterAll(async () => {
    await app?.close();
    await provider?.close();
  });

  const ask = async (path: string, groups: readonly string[] = []): Promise<Response> => {
    const claims = { aud: 'api://two', client_id: 'program', sub: 'program', jti: 'one', groups };
    const authorization = `Bearer ${await provider.idToken(claims, { typ: 'at+jwt' })}`;
    const { headers } = await signedInAs(app, { subject: 'boss', groups: ['Admins'] });
    return fetch(`${app.url}/api/two/${path}`, { headers: { ...headers, authorization } });
  };

  it('is the request of the program alone, for guards and handlers alike', async () => {
    expect(await (await ask('who', ['Admins'])).json()).toEqual({ session: null, user: 'program' });
  });

  it('has its token judged once, though the global guard and that of the mark both ask', async () => {
    const tokens = app.app.get(BearerTokens);
    const accept = tokens.accept.bind(tokens);
    let judged = 0;
    tokens.accept = (...given) => {
      judged += 1;
      return accept(...given);
    };
    expect((await ask('who', ['Admins'])).status).toBe(200);
    expect(judged).toBe(1);
    tokens.accept = accept;
  });

  it('lends the program no group of the person', async () => {
    expect((await ask('who')).status).toBe(403);
  });

  it('is let in below /api alone: a page takes no bearer token', async () => {
    const claims = { aud: 'api://two', client_id: 'program', sub: 'program', jti: 'one' };
    const authorization = `Bearer ${await provider.idToken(claims, { typ: 'at+jwt' })}`;
    const statuses = ['/api/two/who', '/two', '/profile', '/apis'].map(
      async (path) => (await fetch(app.url + path, { headers: { authorization } })).status,
    );
    expect(await Promise.all(statuses)).toEqual([403, 401, 401, 404]);
  });

  it.each([
    ['session', 401, 'signed_out'],
    ['person', 403, 'forbidden'],
  ])('does not reach what is for people: /%s', async (path, status, code) => {
    const answer = await ask(path);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
  });
});
