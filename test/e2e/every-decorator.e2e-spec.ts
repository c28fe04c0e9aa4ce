import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { CurrentSession, CurrentUser } from '../../packages/signin/src/auth/access/current-user.js';
import type { Session } from '../../packages/signin/src/session/session.js';
import { Claims, Described, Groups, Public, Roles, Scopes, SignedIn, StepUp } from '../../packages/signin/src/auth/access/decorators.js';
import { RateLimited } from '../../packages/signin/src/auth/access/rate-limit.js';
import { Form } from '../../src/http/form.decorator.js';
import { ForgingProvider } from '../support/forging-provider.js';
import { publicDecorators } from '../support/public-decorators.js';
import { signedInAs } from '../support/signed-in-as.js';
import { type RunningApp, startApp } from '../support/start-app.js';
import type { StatedPerson } from '@fanlight/signin/testing';

@Controller('api/each')
class EachController {
  @Public() @Get('public') public(): void {}
  @Described({ summary: 'What nobody may see who is signed out' }) @Get('not-public') notPublic(): void {}
  @SignedIn() @Get('signed-in') signedIn(): void {}
  @RateLimited() @Get('rate-limited') rateLimited(): void {}
  @Groups('Admins', 'Owners') @Get('groups') groups(): void {}
  @Roles('admin', 'editor') @Get('roles') roles(): void {}
  @Scopes('orders:read', 'orders:write') @Get('scopes') scopes(): void {}
  @Claims({ department: 'Sales', level: (value) => Number(value) > 2 }) @Get('claims') claims(): void {}
  @StepUp({ acr: 'phr', maxAge: 300 }) @Get('step-up') stepUp(): void {}
  @Get('user') user(@CurrentUser() { subject }: CurrentUser): object {
    return { subject };
  }
  @Public() @Get('perhaps-user') perhapsUser(@CurrentUser() { subject }: CurrentUser): object {
    return { subject };
  }
  @Get('person') person(@CurrentSession() { userId }: Session): object {
    return { userId };
  }
  @Post('form') form(@Form() form: URLSearchParams): object {
    return { text: form.get('text') };
  }
}

@Module({ controllers: [EachController] })
class EachModule {}

@Controller('impossible')
class ImpossibleController {
  @Scopes('orders:read orders:write')
  @StepUp({ maxAge: -1 })
  @Groups('Admins')
  @Roles('admin')
  @StepUp({ acr: 'urn:okta:loa:3fa:any' })
  @Get()
  page(): void {}
}

@Module({ controllers: [ImpossibleController] })
class ImpossibleModule {}

const document = await readFile(join(import.meta.dirname, '../../docs/build-on-it.md'), 'utf8');

const mostRequests = 3;
const anHourAgo = Math.floor(Date.now() / 1000) - 3600;
const json = { 'content-type': 'application/json' };

describe('Every public decorator', () => {
  let provider: ForgingProvider;
  let app: RunningApp;

  beforeAll(async () => {
    provider = await ForgingProvider.start();
    const client = {
      OIDC_ISSUER: provider.url,
      OIDC_CLIENT_ID: 'app',
      OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4',
      API_AUDIENCE: 'api://each',
      ROLES: 'admin=Admins;editor=Writers',
    };
    app = await startApp({ ...client, RATE_LIMIT: String(mostRequests) }, [EachModule]);
  });

  afterAll(async () => {
    await app?.close();
    await provider?.close();
  });

  const ask = (path: string, request: RequestInit = {}): Promise<Response> => fetch(`${app.url}/api/each/${path}`, request);
  const as = async (person: StatedPerson, path: string, { headers, ...request }: RequestInit = {}): Promise<Response> =>
    ask(path, { ...request, headers: { ...(await signedInAs(app, person)).headers, ...(headers as object) } });
  const post = (site: string): RequestInit => ({ method: 'POST', headers: { 'sec-fetch-site': site } });
  const asProgram = async (path: string): Promise<Response> => {
    const claims = { aud: 'api://each', client_id: 'program', sub: 'program', jti: 'one', scope: 'orders:read' };
    return ask(path, { headers: { authorization: `Bearer ${await provider.idToken(claims, { typ: 'at+jwt' })}` } });
  };
  const last = async (count: number, attempt: () => Promise<Response>): Promise<Response> => {
    const [answer] = (await Promise.all(Array.from({ length: count }, attempt))).sort((one, other) => other.status - one.status);
    return answer!;
  };

  /** What each lets pass and what it refuses; and what it says then. */
  const proofs: Readonly<Record<string, readonly [allowed: () => Promise<Response>, refused: () => Promise<Response>, code: string]>> = {
    Public: [() => ask('public'), () => ask('not-public'), 'signed_out'],
    SignedIn: [() => as({}, 'signed-in'), () => ask('signed-in'), 'signed_out'],
    RateLimited: [() => as({}, 'rate-limited'), () => last(mostRequests + 1, () => as({}, 'rate-limited')), 'too_many_requests'],
    Groups: [() => as({ groups: ['Owners'] }, 'groups'), () => as({ groups: ['Everyone'] }, 'groups'), 'forbidden'],
    Roles: [() => as({ groups: ['Writers'] }, 'roles'), () => as({ groups: ['Everyone'] }, 'roles'), 'forbidden'],
    Scopes: [() => as({ scopes: ['orders:write', 'orders:read'] }, 'scopes'), () => as({ scopes: ['orders:read'] }, 'scopes'), 'forbidden'],
    Claims: [
      () => as({ claims: { department: ['Stores', 'Sales'], level: 3 } }, 'claims'),
      () => as({ claims: { department: 'Sales', level: 2 } }, 'claims'),
      'forbidden',
    ],
    StepUp: [() => as({ acr: 'phr' }, 'step-up'), () => as({ acr: 'phr', authTime: anHourAgo }, 'step-up'), 'step_up_required'],
    CurrentUser: [() => asProgram('user'), () => ask('perhaps-user'), 'signed_out'],
    CurrentSession: [() => as({}, 'person'), () => asProgram('person'), 'forbidden'],
    Form: [
      () => as({}, 'form', { ...post('same-origin'), body: new URLSearchParams({ text: 'a' }) }),
      () => as({}, 'form', { method: 'POST', body: '{}', headers: { ...json, 'sec-fetch-site': 'same-origin' } }),
      'unsupported_media_type',
    ],
  };

  /** They say something of a route and leave it open to whom it was open to. */
  const descriptions = ['Described', 'OwnRequest'];

  it('is proved here', () => {
    expect([...Object.keys(proofs), ...descriptions].sort()).toEqual(publicDecorators());
  });

  it.each(Object.entries(proofs))('@%s lets pass what it is for', async (_name, [allowed]) => {
    const answer = await allowed();
    expect(answer.ok ? '' : await answer.text()).toBe('');
  });

  it.each(Object.entries(proofs))('@%s refuses the rest, and says why', async (_name, [, refused, code]) => {
    const answer = await refused();
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code, status: answer.status });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  it('is in the table of docs/build-on-it.md', () => {
    const [, table = ''] = document.split('## What a route can ask for');
    expect([...table.matchAll(/^\| `@(\w+)\(/gm)].map(([, name]) => name).sort()).toEqual(publicDecorators());
  });

  it('that can never be passed is refused at start, as the table says', async () => {
    const client = { OKTA_ORG_URL: 'https://dev-1.okta.com', OIDC_CLIENT_ID: 'client', OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4' };
    const attempt = startApp(client, [ImpossibleModule]);
    await expect(attempt).rejects.toMatchObject({ name: 'RequirementError', code: 'requirement_impossible' });
    const { message } = (await attempt.catch((error: unknown) => error)) as Error;
    const [title = '', ...lines] = message.split('\n');
    expect(document).toContain(title);
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(document).toContain(`\`${line.replace('  ImpossibleController.page: ', '')}\``);
  });
});
