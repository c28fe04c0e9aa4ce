import { Controller, Get, HttpCode, Module, Post, Put, Req, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CrossSite, Described, Public } from '../../packages/signin/src/auth/access/decorators.js';
import { ForgingProvider } from '../support/forging-provider.js';
import { signedInAs } from '../support/signed-in-as.js';
import { type RunningApp, startApp } from '../support/start-app.js';

@Controller('changes')
class ChangesController {
  @Post() @HttpCode(204) post(): void {}
  @Put() @HttpCode(204) put(): void {}
  @Get() @HttpCode(204) get(): void {}
  @Public() @Post('public') @HttpCode(204) public(): void {}
  @CrossSite() @Post('cross-site') @HttpCode(204) crossSite(): void {}
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

  it('is judged unless it only reads, is marked for other sites, or comes with a bearer token', async () => {
    const foreign = from('cross-site', 'https://evil.example');
    expect(await send('/changes', foreign, 'GET')).toBe(204);
    expect(await send('/changes/cross-site', foreign)).toBe(204);
    expect(await send('/changes/public', foreign)).toBe(403);
    expect(await send('/changes/public', { cookie: '' })).toBe(204);
    const claims = { aud: 'api://each', client_id: 'program', sub: 'program', jti: 'one', scope: '' };
    const authorization = `Bearer ${await provider.idToken(claims, { typ: 'at+jwt' })}`;
    expect(await send('/api/changes', { ...foreign, cookie: '', authorization })).toBe(204);
    expect(await send('/changes', { ...foreign, authorization })).toBe(403);
  });
});
