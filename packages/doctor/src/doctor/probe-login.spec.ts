import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EmbeddedOkta, startEmbeddedOkta } from '@fanlight/dev-okta';
import type { ProviderContext } from '@fanlight/oidc';
import type { CheckContext, CheckResult } from './check.js';
import { authorizeCheck, pkceCheck } from './checks/authorization.js';
import { linesOf } from './probe-login.js';
import { createCheckContext } from './run-checks.js';

let okta: EmbeddedOkta;
let impostor: Server | undefined;

beforeEach(async () => {
  okta = await startEmbeddedOkta({
    port: 0,
    redirectUris: ['http://localhost:8080/authorization-code/callback'],
    postLogoutRedirectUris: [],
    clientId: 'doctor-test',
    clientSecret: 'test-secret-0123456789',
  });
});
afterEach(async () => {
  impostor?.close();
  impostor = undefined;
  await okta.close();
});

/** As at a provider that takes no pushed requests: the browser carries the whole request, and errors come as pages or in the address. */
async function withoutPush(address?: string, issuer?: 'any'): Promise<CheckContext> {
  const provider = issuer === 'any' ? { OIDC_ISSUER: okta.origin } : { OKTA_ORG_URL: okta.origin };
  const env = {
    NODE_ENV: 'test',
    SESSION_SECRET: 'session-secret-of-the-doctor-spec-0123456789',
    OIDC_CLIENT_ID: 'doctor-test',
    OIDC_CLIENT_SECRET: 'test-secret-0123456789',
    ...provider,
  };
  const checkContext = createCheckContext({ env, files: false });
  const context = await checkContext.provider.context();
  const endpoints = {
    ...context.metadata.endpoints,
    pushedAuthorization: undefined,
    ...(address === undefined ? {} : { authorization: address }),
  };
  // openid-client reads the document.
  const document = {
    ...context.metadata.document,
    pushed_authorization_request_endpoint: undefined,
    ...(address === undefined ? {} : { authorization_endpoint: address }),
  };
  const quiet: ProviderContext = { ...context, metadata: { ...context.metadata, endpoints, document } };
  return { ...checkContext, provider: { context: () => Promise.resolve(quiet) } };
}

/** The address of a page that answers every request alike. */
function page(status: number, headers: Record<string, string>, html = ''): Promise<string> {
  return impersonate((_, response) => void response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(html));
}

async function impersonate(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  impostor = server;
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/authorize`;
}

const authorize = async (address?: string, issuer?: 'any'): Promise<CheckResult> => authorizeCheck.run(await withoutPush(address, issuer));

describe('the authorization request without a push', () => {
  it('is in order when the provider only says that it may not ask', async () => {
    expect(await authorize()).toMatchObject({ status: 'ok', finding: expect.stringContaining('knows the redirect URI') });
  });

  it("is explained from Okta's own page when nothing comes back", async () => {
    okta.switches.redirectUriRegistered = false;
    expect(await authorize()).toMatchObject({ status: 'failed', diagnosis: { id: 'redirect-uri-not-registered' } });
    okta.switches.clientActive = false;
    expect(await authorize()).toMatchObject({ status: 'failed', diagnosis: { id: 'client-unknown' } });
  });

  it('is explained from the error in the address when the browser comes back', async () => {
    okta.switches.codeFlow = false;
    expect(await authorize()).toMatchObject({ status: 'failed', diagnosis: { id: 'response-type-unsupported' } });
  });

  it('shows whether PKCE is insisted on', async () => {
    const finding = async (): Promise<string> => (await pkceCheck.run(await withoutPush())).finding;
    expect(await finding()).toContain('does not insist');
    okta.switches.requirePkce = true;
    expect(await finding()).toContain('insists on it');
    okta.switches.redirectUriRegistered = false;
    expect(await finding()).toContain('for another reason');
  });

  it('is in order when a provider shows its sign-in page to it, and an error to one for a redirect URI of nobody', async () => {
    const judging = await impersonate((request, response) => {
      response.writeHead(request.url?.includes('doctor.invalid') ? 400 : 200, { 'content-type': 'text/html' }).end('<form>Sign in</form>');
    });
    expect((await authorize(judging)).status).toBe('ok');
  });

  it('cannot be told where a provider shows its sign-in page, or goes on to it, whatever it is asked', async () => {
    expect((await authorize(await page(200, {}, '<form>Sign in</form>'))).status).toBe('unknown');
    impostor?.close();
    expect((await authorize(await page(302, { location: '/login?session=1' }))).status).toBe('unknown');
  });

  it('is followed within the provider, with its cookies, to the page that refuses it', async () => {
    const refusing = await impersonate((request, response) => {
      const atSecondStep = request.url?.startsWith('/second') && request.headers.cookie === 'step=1; lang=en';
      if (atSecondStep) response.writeHead(400, { 'content-type': 'text/html' }).end('<p>Unregistered redirect_uri</p>');
      else
        response
          .writeHead(302, { location: '/second', 'set-cookie': ['step=1; Path=/; Expires=Wed, 21 Oct 2099 07:28:00 GMT', 'lang=en'] })
          .end();
    });
    expect(await authorize(refusing)).toMatchObject({ status: 'failed', diagnosis: { id: 'redirect-uri-not-registered' } });
  });

  it.each([
    [
      'a page that says what is wrong',
      400,
      {},
      '<h1>Sorry</h1><p>Invalid parameter: redirect_uri</p>',
      'redirect-uri-not-registered',
      /address/,
    ],
    ['a page that names the client', 401, {}, '<p>The OAuth client was not found.</p>', 'client-unknown', /does not know this application/],
    [
      'an error page elsewhere that names the error',
      302,
      { location: '/error?error=redirect_mismatch' },
      '',
      'redirect-uri-not-registered',
      /address/,
    ],
    [
      'an error page elsewhere that names nothing',
      302,
      { location: '/signin/oauth/error?x=1' },
      '',
      'redirect-uri-not-registered',
      /most likely/,
    ],
    [
      'a page without a word that is known',
      400,
      {},
      '<p>Oops</p>',
      'redirect-uri-not-registered',
      /most likely it does not know the redirect URI or the client ID/,
    ],
  ])('is refused by %s', async (_, status, headers, html, id, finding) => {
    const result = await authorize(await page(status, headers, html), 'any');
    expect(result).toMatchObject({ status: 'failed', diagnosis: { id }, finding: expect.stringMatching(finding) });
  });

  it.each([429, 503])('tells nothing when the provider answers %d', async (status) => {
    expect((await authorize(await page(status, {}))).status).toBe('unknown');
  });
});

describe('linesOf', () => {
  it('gives the visible text of a page, an element each', () => {
    const html = `<html><head><style>p { color: red }</style><script>var a = '<p>no</p>';</script></head>
      <body><h1>400 Bad Request</h1><p class="x">The &#39;redirect_uri&#39; parameter &amp; <b>more</b></p></body></html>`;
    expect(linesOf(html)).toEqual(['400 Bad Request', "The 'redirect_uri' parameter &", 'more']);
  });

  it('leaves what is no entity as it stands', () => {
    expect(linesOf('a &nope; b &#x110000; &#x41;')).toEqual(['a &nope; b &#x110000; A']);
  });
});
