import { randomBytes } from 'node:crypto';
import { Controller, Get, HttpCode, Module, NotFoundException, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { SpaModule } from '../../../examples/spa/spa.module.js';
import { Cookies } from '../../../packages/signin/src/auth/cookies.js';
import { Described, Groups, Public } from '../../../packages/signin/src/auth/access/decorators.js';
import { Browser } from '../../support/browser.js';
import { freePort } from '../../support/free-port.js';
import { signIn } from '../../support/sign-in.js';
import { startApp, type RunningApp } from '../../support/start-app.js';
import { startPair, type RunningPair } from '../../support/start-pair.js';
import { DocumentJudge, type OpenApiDocument } from './document-judge.js';
import { ask, provoke, type Answered, type People } from './provoke.js';
import { apiRoutesOf } from './routes-of.js';

@Controller('api/things')
class ThingsController {
  @Get(':name')
  @Described({ summary: 'One thing', returns: z.object({ name: z.string() }), refusals: { 404: 'There is no such thing' } })
  one(@Param('name') name: string): object {
    if (name !== 'sample') throw new NotFoundException();
    return { name };
  }
}

@Controller('api/forgotten')
class ForgottenController {
  @Public() @Get() get(): object {
    return {};
  }

  @Groups('Admins') @Post() @HttpCode(204) post(): void {}
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

@Module({ controllers: [ForgottenController] })
class ForgottenModule {}

/** The bodies of routes that take one, and the addresses of those that have parameters. */
const bodies: Readonly<Record<string, unknown>> = { 'POST /api/notes': { text: 'milk' } };
const parameters: Readonly<Record<string, readonly string[]>> = { 'GET /api/things/{name}': ['sample', 'none'] };

const scopes = { OIDC_SCOPES: 'openid profile email groups' };
const modules = [SpaModule, ThingsModule];

const elsewhere = async (): Promise<{ PORT: string; PUBLIC_URL: string }> => {
  const port = String(await freePort());
  return { PORT: port, PUBLIC_URL: `http://localhost:${port}` };
};

describe('The OpenAPI document', () => {
  let pair: RunningPair;
  let judge: DocumentJudge;
  let people: People;
  /** Its sessions are where no server answers. */
  let storeless: RunningApp;

  beforeAll(async () => {
    pair = await startPair(scopes, {}, modules);
    storeless = await startApp(
      { ...pair.okta.env, ...scopes, ...(await elsewhere()), SESSION_STORE_URL: `redis://localhost:${await freePort()}` },
      modules,
    );
    judge = new DocumentJudge(await documentOf(pair.url));
    const cookieOf = async (name: string): Promise<string> => {
      const browser = new Browser();
      await signIn(browser, pair.url, `${name}@example.com`, name);
      return browser.cookies.header(new URL(pair.url), undefined, true) ?? '';
    };
    people = { allowed: await cookieOf('alice'), other: await cookieOf('bob') };
  });
  afterAll(async () => {
    await storeless.close();
    await pair.close();
  });

  const documentOf = async (url: string): Promise<OpenApiDocument> =>
    (await (await fetch(`${url}/api/openapi.json`)).json()) as OpenApiDocument;
  const addresses = (route: string): string[] =>
    (parameters[route] ?? ['']).map((value) => pair.url + (route.split(' ')[1] ?? '').replace(/\{\w+\}/, value));

  const askWithoutStore = (method: string, route: string): Promise<Answered> => {
    const url = (addresses(route)[0] ?? '').replace(pair.url, storeless.url);
    const cookie = `${storeless.app.get(Cookies).session}=${'x'.repeat(43)}`;
    return ask({ method, url }, { headers: { cookie } });
  };

  it('describes every route below /api, and nothing else', () => {
    expect(Object.keys(judge.operations).sort()).toEqual(apiRoutesOf(pair.app));
    expect(judge.document.servers).toEqual([{ url: pair.url }]);
  });

  it('promises every status that a route really answers, and no other, in the form that it promises', async () => {
    const seen: Record<string, Set<number>> = {};
    const complaints: string[] = [];
    for (const [route, statuses] of Object.entries(judge.operations)) {
      const method = route.split(' ')[0] ?? '';
      const answers = await Promise.all(addresses(route).map((url) => provoke({ method, url, body: bodies[route] }, people)));
      if (statuses.includes(503)) answers.push([await askWithoutStore(method, route)]);
      seen[route] = new Set(answers.flat().map(({ status }) => status));
      complaints.push(...answers.flat().flatMap((answer) => judge.complaint(route, answer) ?? []));
    }
    expect(complaints).toEqual([]);
    const promised = Object.fromEntries(Object.entries(judge.operations).map(([route, statuses]) => [route, new Set(statuses)]));
    expect(seen).toEqual(promised);
  });

  it('is not for production', async () => {
    const env = { ...pair.okta.env, ...(await elsewhere()), NODE_ENV: 'production', SESSION_SECRET: randomBytes(32).toString('base64') };
    const production = await startApp(env);
    expect((await fetch(`${production.url}/api/openapi.json`)).status).toBe(404);
    expect((await fetch(`${production.url}/api/me`)).status).toBe(401);
    await production.close();
  });

  it('holds what the guards refuse also of a route that nobody described', async () => {
    const other = await startPair({}, {}, [ForgottenModule]);
    const { operations } = new DocumentJudge(await documentOf(other.url));
    expect(operations['GET /api/forgotten']).toEqual([200]);
    expect(operations['POST /api/forgotten']).toEqual([204, 401, 403, 503]);
    await other.close();
  });
});
