import { Controller, Get, HttpCode, Module, Post, Put, Req, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CurrentSession, CurrentUser } from '../../packages/signin/src/auth/access/current-user.js';
import { Described, Groups, Public } from '../../packages/signin/src/auth/access/decorators.js';
import { ForgingProvider } from '../support/forging-provider.js';
import type { Session } from '../../packages/signin/src/session/session.js';
import { signedInAs } from '../support/signed-in-as.js';
import { type RunningApp, startApp } from '../support/start-app.js';

@Controller('changes')
class ChangesController {
  @Post() @HttpCode(204) post(): void {}
  @Put() @HttpCode(204) put(): void {}
  @Get() @HttpCode(204) get(): void {}
  @Public() @Post('public') @HttpCode(204) public(): void {}
  @Public() @Post('public-user') user(@CurrentUser({ optional: true }) user: CurrentUser | undefined): object {
    return { userId: user?.userId ?? null };
  }
  @Public() @Post('public-session') session(@CurrentSession() { userId }: Session): object {
    return { userId };
  }
  @Groups('Admins') @Post('admins') admins(): void {}
  @Post('upload') upload(@Req() { body }: FastifyRequest): string {
    return String(body);
  }
}

@Controller('api/changes')
class ApiChangesController {
  @Described({ summary: 'Changes something' }) @Post() @HttpCode(204) post(): void {}
}

@Module({ controllers: [ChangesController, ApiChangesController] })
class ChangesModule implements OnModuleInit {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    server.addContentTypeParser('multipart/form-data', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  }
}

describe('An unsafe request', () => {
  let provider: ForgingProvider;
  let app: RunningApp;
  let headers: { readonly cookie: string };

  beforeAll(async () => {
    provider = await ForgingProvider.start();
    const client = { OIDC_ISSUER: provider.url, OIDC_CLIENT_ID: 'app', OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4', API_AUDIENCE: 'api://each' };
    app = await startApp(client, [ChangesModule]);
    ({ headers } = await signedInAs(app));
  });

  afterAll(async () => {
    await app?.close();
    await provider?.close();
  });

  /** The two headers; `own` stands for the origin of PUBLIC_URL. */
  const from = (site: string | undefined, origin: string | undefined): Record<string, string> => ({
    ...(site === undefined ? {} : { 'sec-fetch-site': site }),
    ...(origin === undefined ? {} : { origin: origin === 'own' ? new URL(app.url).origin : origin }),
  });
  const send = async (path: string, extra: Record<string, string>, method = 'POST'): Promise<number> =>
    (await fetch(app.url + path, { method, headers: { ...headers, ...extra }, redirect: 'manual' })).status;

  const refusalOf = async (path: string, extra: Record<string, string>): Promise<string> =>
    ((await (await fetch(app.url + path, { method: 'POST', headers: { ...headers, ...extra } })).json()) as { code: string }).code;

  it.each([
    ['same-origin', 'own'],
    ['same-origin', undefined],
    // A page with Referrer-Policy: no-referrer hides the origin of its own forms.
    ['same-origin', 'null'],
    ['none', undefined],
    // Browsers that are too old for Sec-Fetch-Site, and programs.
    [undefined, 'own'],
    [undefined, undefined],
  ])('passes with Sec-Fetch-Site %s and Origin %s', async (site, origin) => {
    expect(await send('/changes', from(site, origin))).toBe(204);
    expect(await send('/changes', from(site, origin), 'PUT')).toBe(204);
    expect(await send('/api/changes', from(site, origin))).toBe(204);
  });

  it.each([
    ['cross-site', 'https://evil.example'],
    ['cross-site', 'own'],
    ['cross-site', undefined],
    ['same-site', 'http://other.localhost'],
    ['same-site', 'own'],
    ['Same-Origin', 'own'],
    ['same-origin, cross-site', 'own'],
    [undefined, 'https://evil.example'],
    [undefined, 'null'],
    [undefined, 'http://localhost:1'],
    [undefined, 'https://localhost'],
  ])('is refused with Sec-Fetch-Site %s and Origin %s', async (site, origin) => {
    expect(await send('/changes', from(site, origin))).toBe(403);
    expect(await send('/changes', from(site, origin), 'PUT')).toBe(403);
    expect(await send('/api/changes', { ...from(site, origin) })).toBe(403);
    expect(await send('/logout', from(site, origin))).toBe(403);
    expect(await send('/api/me', {}, 'GET')).toBe(200);
  });

  it('needs no field in a form: one with a file passes as it is', async () => {
    const body = new FormData();
    body.set('file', new Blob(['the file']), 'notes.txt');
    const answer = await fetch(`${app.url}/changes/upload`, {
      method: 'POST',
      headers: { ...headers, ...from('same-origin', 'own') },
      body,
    });
    expect([answer.status, await answer.text()]).toEqual([201, expect.stringContaining('the file')]);
  });

  it('is judged where a session lets it in: not where it only reads, the route is public, or a bearer token came', async () => {
    const foreign = from('cross-site', 'https://evil.example');
    expect(await send('/changes', foreign, 'GET')).toBe(204);
    expect(await send('/changes/public', foreign)).toBe(204);
    expect(await send('/changes', { ...foreign, cookie: '' })).toBe(401);
    const claims = { aud: 'api://each', client_id: 'program', sub: 'program', jti: 'one', scope: '' };
    const authorization = `Bearer ${await provider.idToken(claims, { typ: 'at+jwt' })}`;
    expect(await send('/api/changes', { ...foreign, cookie: '', authorization })).toBe(204);
    expect(await send('/changes', { ...foreign, authorization })).toBe(403);
  });

  it('is judged before the groups of the person are', async () => {
    expect(await refusalOf('/changes/admins', from('cross-site', undefined))).toBe('csrf_refused');
    expect(await refusalOf('/changes/admins', from('same-origin', undefined))).toBe('groups_missing');
  });

  it.each(['public-user', 'public-session'])('is judged on a public route as soon as its handler asks who sent it: /%s', async (path) => {
    expect(await send(`/changes/${path}`, from('same-origin', 'own'))).toBe(201);
    expect(await send(`/changes/${path}`, from('cross-site', 'https://evil.example'))).toBe(403);
    expect(await send(`/changes/${path}`, from(undefined, 'https://evil.example'))).toBe(403);
    const ofNobody = { ...from('cross-site', 'https://evil.example'), cookie: '' };
    expect(await send(`/changes/${path}`, ofNobody)).toBe(path === 'public-user' ? 201 : 401);
  });
});
