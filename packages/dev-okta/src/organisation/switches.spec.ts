import type { EmbeddedOkta, EmbeddedOktaSwitches } from '../embedded-okta.js';
import { REDIRECT_URI, RelyingParty, startOrganisation, BASIC, post } from '../../test/relying-party.js';
import { parseSwitch, switchTable } from './switches.js';

const NEW_SCOPE = 'One or more scopes are not configured for the authorization server resource.';
const NO_RESPONSE_TYPE = 'The response type is not supported by the authorization server. Configured response types: [id_token, token].';

describe('the switches', () => {
  let okta: EmbeddedOkta;
  let app: RelyingParty;

  beforeEach(async () => {
    okta = await startOrganisation();
    app = await RelyingParty.discover(`${okta.origin}/oauth2/aus1embedded`);
  });
  afterEach(() => okta.close());

  it.each<[Partial<EmbeddedOktaSwitches>, string, string]>([
    [{ everyoneAssigned: false }, 'access_denied', 'User is not assigned to the client application.'],
    [{ requirePkce: true }, 'invalid_request', 'PKCE code challenge is required by the application.'],
    [{ profileScopes: false }, 'invalid_scope', NEW_SCOPE],
    [{ codeFlow: false }, 'unsupported_response_type', NO_RESPONSE_TYPE],
  ])('with %j end at the redirect URI', async (switches, error, description) => {
    const withoutPkce = { code_challenge: undefined, code_challenge_method: undefined };
    expect((await app.signIn('alice', withoutPkce)).url.searchParams.has('code')).toBe(true);
    Object.assign(okta.switches, switches);
    const { url } = await app.signIn('alice', withoutPkce);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ error, error_description: description });
  });

  it.each<[Partial<EmbeddedOktaSwitches>, string]>([
    [{ redirectUriRegistered: false }, 'parameter must be a Login redirect URI in the client app settings.'],
    [{ clientActive: false }, 'Invalid value for &#39;client_id&#39; parameter.'],
  ])('with %j end on a page of the provider', async (switches, text) => {
    Object.assign(okta.switches, switches);
    const page = await app.browser.visit(await app.authorizationUrl());
    expect(page.url.origin).toBe(okta.origin);
    expect(page.text).toContain(text);
  });

  it.each<[Partial<EmbeddedOktaSwitches>, string, string]>([
    [{ clientSecretValid: false }, 'invalid_client', 'The client secret supplied for a confidential client is invalid.'],
    [{ requireDpop: true }, 'invalid_dpop_proof', 'The DPoP proof JWT header is missing.'],
  ])('with %j end at the token endpoint', async (switches, error, description) => {
    Object.assign(okta.switches, switches);
    const { url } = await app.signIn('alice');
    const form = { grant_type: 'authorization_code', code: url.searchParams.get('code') ?? '', redirect_uri: REDIRECT_URI };
    expect((await post(`${okta.origin}/oauth2/aus1embedded/v1/token`, form)).body).toEqual({ error, error_description: description });
  });

  it('refuse to refresh, and give no refresh token, without the grant', async () => {
    okta.switches.refreshTokenGrant = false;
    const tokens = await app.tokens(await app.signIn('alice', { scope: 'openid offline_access' }));
    expect(tokens.refresh_token).toBeUndefined();
    expect((await post(`${okta.origin}/oauth2/v1/token`, { grant_type: 'refresh_token', refresh_token: 'x' })).body).toEqual({
      error: 'unauthorized_client',
      error_description: 'The client is not authorized to use the provided grant type. Configured grant types: [authorization_code].',
    });
  });

  it('make the ID token thin', async () => {
    okta.switches.idToken = 'thin';
    const claims = (await app.tokens(await app.signIn('alice'))).claims();
    expect(claims).toMatchObject({ sub: expect.any(String), ver: 1 });
    for (const name of ['name', 'email', 'groups', 'preferred_username']) expect(claims).not.toHaveProperty(name);
  });

  it('put groups into the ID token: always on a custom server, for the scope on the org server', async () => {
    expect((await app.tokens(await app.signIn('alice'))).claims()).toHaveProperty('groups', ['Everyone', 'Admins']);
    const org = await RelyingParty.discover(okta.origin);
    expect((await org.tokens(await org.signIn('alice'))).claims()).not.toHaveProperty('groups');
    expect((await org.tokens(await org.signIn('alice', { scope: 'openid groups' }))).claims()).toHaveProperty('groups');
    okta.switches.groupsClaim = false;
    expect((await org.tokens(await org.signIn('alice', { scope: 'openid groups' }))).claims()).not.toHaveProperty('groups');
  });

  it('set the clock wrong in tokens and headers', async () => {
    okta.switches.clockSkew = -7200;
    const { url } = await app.signIn('alice');
    const form = { grant_type: 'authorization_code', code: url.searchParams.get('code') ?? '', redirect_uri: REDIRECT_URI };
    const { body, headers } = await post(`${okta.origin}/oauth2/aus1embedded/v1/token`, { ...form, code_verifier: app.codeVerifier });
    const [, payload = ''] = String(body['id_token']).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iat: number; exp: number; auth_time: number };
    const now = Date.now() / 1000;
    for (const time of [claims.iat, claims.auth_time, claims.exp - 3600, Date.parse(headers.get('date') ?? '') / 1000]) {
      expect(Math.abs(time - (now - 7200))).toBeLessThan(30);
    }
  });

  it('limit the rate, but for discovery and keys', async () => {
    okta.switches.rateLimited = true;
    const limited = await post(`${okta.origin}/oauth2/v1/token`, { grant_type: 'authorization_code' }, { authorization: BASIC });
    expect(limited).toMatchObject({
      status: 429,
      body: { errorCode: 'E0000047', errorSummary: 'API call exceeded rate limit due to too many requests.' },
    });
    expect(limited.headers.get('x-rate-limit-remaining')).toBe('0');
    expect((await fetch(`${okta.origin}/oauth2/v1/keys`)).status).toBe(200);
    expect((await fetch(`${okta.origin}/.well-known/openid-configuration`)).status).toBe(200);
  });

  it('take the organisation away, but for its page', async () => {
    okta.switches.available = false;
    expect((await fetch(`${okta.origin}/.well-known/openid-configuration`)).status).toBe(503);
    expect((await fetch(okta.origin)).status).toBe(200);
  });

  it('are read from text by their own kind of value', () => {
    expect(parseSwitch('requirePkce', 'on')).toBe(true);
    expect(parseSwitch('requirePkce', 'perhaps')).toBeUndefined();
    expect(parseSwitch('clockSkew', '-300')).toBe(-300);
    expect(parseSwitch('clockSkew', '1e3')).toBeUndefined();
    expect(parseSwitch('idToken', 'thin')).toBe('thin');
    expect(parseSwitch('idToken', 'slim')).toBeUndefined();
    expect(Object.keys(switchTable).sort()).toEqual(Object.keys(okta.switches).sort());
  });
});
