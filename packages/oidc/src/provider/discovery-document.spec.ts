import { answering, ForgingProvider } from '../../../../test/support/forging-provider.js';
import { optionsFor } from '../../../../test/support/forged-sign-in.js';
import { fetchMetadata } from './discovery-document.js';
import { ProviderHttp } from './provider-http.js';
import { isLocalProvider, readProviderMetadata } from './provider-metadata.js';
import type { Notice, RelyingPartyOptions } from '../relying-party-options.js';

const PATH = '/.well-known/openid-configuration';
let provider: ForgingProvider;
let notices: Notice[];
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => {
  provider.reset();
  notices = [];
});

const read = (changes: Partial<RelyingPartyOptions> = {}) =>
  fetchMetadata(optionsFor(provider, changes), new ProviderHttp({ timeout: 5000, now: Date.now, onRequest: undefined }), (notice) =>
    notices.push(notice),
  );

describe('fetchMetadata', () => {
  it('reads endpoints, also on other hosts, with a query and a slash at the end', async () => {
    provider.describe({ token_endpoint: 'https://other.example/token/?p=policy' });
    expect((await read()).endpoints).toMatchObject({ token: 'https://other.example/token/?p=policy', keys: `${provider.url}/keys` });
    expect(notices).toEqual([]);
  });

  it('needs nothing that is optional, and takes null for absent', async () => {
    provider.describe({
      userinfo_endpoint: null,
      end_session_endpoint: undefined,
      id_token_signing_alg_values_supported: null,
      scopes_supported: null,
      code_challenge_methods_supported: null,
      require_pushed_authorization_requests: null,
    });
    expect(await read()).toMatchObject({
      endpoints: expect.not.objectContaining({ userinfo: expect.anything(), endSession: expect.anything() }),
      algorithms: { idToken: undefined },
      requiresPushedAuthorization: false,
    });
  });

  it.each([
    ['authorization_endpoint', 'endpoint_missing'],
    ['token_endpoint', 'endpoint_missing'],
    ['jwks_uri', 'endpoint_missing'],
    ['issuer', 'discovery_failed'],
  ])('refuses a document without %s', async (member, code) => {
    provider.describe({ [member]: undefined });
    await expect(read()).rejects.toMatchObject({ code, step: 'discovery' });
  });

  it.each([['http://idp.example/token'], ['ftp://idp.example'], ['/token'], [7], [{}]])('refuses the endpoint %p', async (endpoint) => {
    provider.describe({ token_endpoint: endpoint });
    await expect(read()).rejects.toMatchObject({ code: 'discovery_failed' });
  });

  it.each(['token_endpoint', 'jwks_uri', 'userinfo_endpoint', 'introspection_endpoint', 'end_session_endpoint'])(
    'refuses a %s on this machine from a provider that is elsewhere',
    (member) => {
      const document = { issuer: 'https://idp.example', [member]: 'http://127.0.0.1:6379/' };
      const options = { issuer: 'https://idp.example', discoveryUrl: 'https://idp.example/.well-known/openid-configuration' };
      expect(() => readProviderMetadata(document, options.issuer, [], isLocalProvider(options))).toThrow(
        expect.objectContaining({
          code: 'discovery_failed',
          message: `the discovery document names a ${member} that is no https address`,
        }) as Error,
      );
    },
  );

  it.each([
    ['https://localhost:8443', 'https://localhost:8443/x', false],
    ['https://idp.example', 'http://localhost:8081/x', false],
    ['http://localhost:8081', 'https://idp.example/x', false],
    ['http://idp.example', 'http://localhost:8081/x', false],
    ['http://[::1]:8081', 'http://[::1]:8081/x', true],
    ['acme.com', 'http://localhost:9011/x', true],
    ['acme.com', 'https://fusionauth.example/x', false],
  ])('calls the provider %s at %s local: %s', (issuer, discoveryUrl, isLocal) => {
    expect(isLocalProvider({ issuer, discoveryUrl })).toBe(isLocal);
  });

  it('refuses another issuer and names both', async () => {
    provider.describe({ issuer: 'https://other.example' });
    await expect(read()).rejects.toMatchObject({
      code: 'issuer_mismatch',
      message: expect.stringMatching(`other.example.*${provider.url}`),
    });
  });

  it("works with the document's issuer where only the slash at the end differs, and says so", async () => {
    provider.describe({ issuer: `${provider.url}/` });
    expect((await read()).issuer.issuer).toBe(`${provider.url}/`);
    expect(notices).toMatchObject([{ code: 'issuer_slash', message: expect.stringContaining(`${provider.url}/`) }]);
  });

  it('takes a tenant template only with tenants', async () => {
    provider.describe({ issuer: `${provider.url}/{tenantid}/v2.0` });
    const issuer = `${provider.url}/common/v2.0`;
    await expect(read({ issuer })).rejects.toMatchObject({ code: 'configuration' });
    expect((await read({ issuer, tenants: ['t'] })).issuer.accepts(`${provider.url}/t/v2.0`)).toBe(true);
  });

  it('follows discovery where it differs from the endpoints that were expected, and says so', async () => {
    const endpoints = { authorization: `${provider.url}/authorize`, token: `${provider.url}/v1/token` };
    expect((await read({ endpoints })).endpoints.token).toBe(`${provider.url}/token`);
    expect(notices).toMatchObject([{ code: 'endpoint_differs', message: expect.stringContaining('/v1/token') }]);
  });

  it.each([
    ['HTML', answering(200, '<html>')],
    ['nothing', answering(200)],
    ['a list', answering(200, '[]')],
    ['a redirect', answering(301, '', { location: 'https://elsewhere.example' })],
  ])('refuses %s', async (_title, answer) => {
    provider.answers.set(PATH, answer);
    await expect(read()).rejects.toMatchObject({ step: 'discovery', status: expect.any(Number) });
  });

  it("keeps Okta's reason for having no such server", async () => {
    provider.answers.set(PATH, answering(401, { errorCode: 'E0000015', errorSummary: 'no permission' }));
    await expect(read()).rejects.toMatchObject({
      code: 'discovery_failed',
      response: { providerCode: 'E0000015', status: 401 },
      message: expect.stringMatching(/answered 401$/),
    });
  });
});
