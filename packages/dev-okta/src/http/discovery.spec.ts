import type { EmbeddedOkta } from '../embedded-okta.js';
import { startOrganisation } from '../../test/relying-party.js';

describe('discovery', () => {
  let okta: EmbeddedOkta;

  beforeAll(async () => {
    okta = await startOrganisation();
  });
  afterAll(() => okta.close());
  afterEach(() => {
    okta.switches.apiAccessManagement = true;
  });

  it.each([
    ['/.well-known/openid-configuration', '', '/oauth2/v1'],
    ['/.well-known/oauth-authorization-server', '', '/oauth2/v1'],
    ['/oauth2/default/.well-known/openid-configuration', '/oauth2/default', '/oauth2/default/v1'],
    ['/oauth2/default/.well-known/oauth-authorization-server', '/oauth2/default', '/oauth2/default/v1'],
    ['/.well-known/oauth-authorization-server/oauth2/default', '/oauth2/default', '/oauth2/default/v1'],
    ['/oauth2/aus1embedded/.well-known/openid-configuration', '/oauth2/aus1embedded', '/oauth2/aus1embedded/v1'],
  ])('answers at %s', async (path, issuer, endpoints) => {
    const { status, body } = await get(path);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      issuer: okta.origin + issuer,
      authorization_endpoint: `${okta.origin}${endpoints}/authorize`,
      token_endpoint: `${okta.origin}${endpoints}/token`,
      userinfo_endpoint: `${okta.origin}${endpoints}/userinfo`,
      jwks_uri: `${okta.origin}${endpoints}/keys`,
      end_session_endpoint: `${okta.origin}${endpoints}/logout`,
      introspection_endpoint: `${okta.origin}${endpoints}/introspect`,
      revocation_endpoint: `${okta.origin}${endpoints}/revoke`,
      pushed_authorization_request_endpoint: `${okta.origin}${endpoints}/par`,
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['RS256'],
      subject_types_supported: ['public'],
    });
  });

  it('lists the scope groups for the org server only', async () => {
    expect((await get('/.well-known/openid-configuration')).body['scopes_supported']).toContain('groups');
    expect((await get('/oauth2/default/.well-known/openid-configuration')).body['scopes_supported']).not.toContain('groups');
  });

  it('says nothing about logout channels, as Okta', async () => {
    const { body } = await get('/.well-known/openid-configuration');
    expect(Object.keys(body).filter((member) => member.includes('channel'))).toEqual([]);
  });

  it('refuses a client id that it does not know', async () => {
    expect((await get('/.well-known/openid-configuration?client_id=okta-nest-signin-test')).status).toBe(200);
    expect(await get('/.well-known/openid-configuration?client_id=nobody')).toMatchObject({
      status: 400,
      body: { error: 'invalid_client', error_description: "Invalid value for 'client_id' parameter." },
    });
  });

  it('does not know other servers', async () => {
    expect(await get('/oauth2/nothing/.well-known/openid-configuration')).toMatchObject({
      status: 404,
      body: { errorCode: 'E0000007', errorLink: 'E0000007', errorId: expect.any(String), errorCauses: [] },
    });
  });

  it.each(['/oauth2/.well-known/openid-configuration', '/oauth2/default/v2/token', '/nothing'])(
    'does not know the path %s',
    async (path) => {
      expect(await get(path)).toMatchObject({ status: 404, body: { errorCode: 'E0000008' } });
    },
  );

  it.each([
    ['GET', '/oauth2/v1/token'],
    ['GET', '/oauth2/default/v1/introspect'],
    ['POST', '/oauth2/v1/keys'],
    ['PUT', '/oauth2/v1/authorize'],
  ])('has no %s %s', async (method, path) => {
    const response = await fetch(okta.origin + path, { method });
    expect(response.status).toBe(405);
    expect(await response.json()).toMatchObject({ errorCode: 'E0000022' });
  });

  it('hides custom servers without API Access Management', async () => {
    okta.switches.apiAccessManagement = false;
    const refused = {
      status: 401,
      body: { errorCode: 'E0000015', errorSummary: 'You do not have permission to access the feature you are requesting' },
    };
    expect(await get('/oauth2/default/.well-known/openid-configuration')).toMatchObject(refused);
    expect(await get('/oauth2/default/v1/authorize')).toMatchObject(refused);
    expect((await get('/.well-known/openid-configuration')).status).toBe(200);
  });

  it('gives each answer a request id and the state of the rate limit', async () => {
    const { headers } = await get('/.well-known/openid-configuration');
    expect(headers.get('x-okta-request-id')).toMatch(/\S{10,}/);
    expect(Number(headers.get('x-rate-limit-remaining'))).toBeLessThan(Number(headers.get('x-rate-limit-limit')));
    expect(Number(headers.get('x-rate-limit-reset'))).toBeGreaterThan(1_700_000_000);
  });

  async function get(path: string) {
    const response = await fetch(okta.origin + path);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
  }
});
