import { buildEndSessionUrl, refreshTokenGrant } from 'openid-client';
import type { EmbeddedOkta } from '../embedded-okta.js';
import { CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, RelyingParty, startOrganisation, post } from '../../test/relying-party.js';

const INVALID_CODE = { error: 'invalid_grant', error_description: 'The authorization code is invalid or has expired.' };
const BAD_HEADER = 'Found Authentication header but was not valid client credentials.';
const INVALID_REFRESH_TOKEN = { error: 'invalid_grant', error_description: 'The refresh token is invalid or expired.' };

describe('the token endpoint', () => {
  let okta: EmbeddedOkta;
  let app: RelyingParty;
  let endpoint: string;

  beforeEach(async () => {
    okta = await startOrganisation();
    endpoint = `${okta.origin}/oauth2/v1/token`;
    app = await RelyingParty.discover(okta.origin);
  });
  afterEach(() => okta.close());

  it('takes a code once', async () => {
    const form = { ...(await codeForm()), code_verifier: app.codeVerifier };
    expect(await post(endpoint, form)).toMatchObject({ status: 200, body: { token_type: 'Bearer', scope: 'openid profile email' } });
    expect(await post(endpoint, form)).toMatchObject({ status: 400, body: INVALID_CODE });
  });

  it.each([
    ['a made-up code', { code: 'made-up' }, INVALID_CODE],
    ['no code verifier', {}, { error: 'invalid_request', error_description: 'PKCE code verifier is required by the application.' }],
    [
      'a code verifier that is none',
      { code_verifier: 'short' },
      { error: 'invalid_grant', error_description: 'PKCE verification failed.' },
    ],
    [
      'no grant type',
      { grant_type: '' },
      {
        error: 'invalid_request',
        error_description: "The token request must specify a 'grant_type'. Valid values: [authorization_code, refresh_token]",
      },
    ],
    [
      'another code verifier',
      { code_verifier: 'x'.repeat(43) },
      { error: 'invalid_grant', error_description: 'PKCE verification failed.' },
    ],
    [
      'another redirect URI',
      { redirect_uri: `${REDIRECT_URI}/`, code_verifier: 'own' },
      {
        error: 'invalid_grant',
        error_description: "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
      },
    ],
    [
      'another grant type',
      { grant_type: 'password' },
      {
        error: 'unsupported_grant_type',
        error_description:
          'The authorization grant type is not supported by the authorization server. Configured grant types: [authorization_code, refresh_token].',
      },
    ],
  ])('refuses %s', async (_, changes: Record<string, string>, body) => {
    const form = { ...(await codeForm()), ...changes };
    if (form['code_verifier'] === 'own') form['code_verifier'] = app.codeVerifier;
    expect(await post(endpoint, form)).toMatchObject({ status: 400, body });
  });

  it.each([
    ['a wrong secret', { authorization: basic(CLIENT_ID, 'wrong') }, 'The client secret supplied for a confidential client is invalid.'],
    ['a wrong client id', { authorization: basic('nobody', CLIENT_SECRET) }, "Invalid value for 'client_id' parameter."],
    ['no credentials', {}, 'No client credentials found.'],
    ['a header of rubbish', { authorization: 'Basic !' }, BAD_HEADER],
    ['credentials that are not form-encoded', { authorization: basic('%', '%') }, BAD_HEADER],
  ])('answers 401 invalid_client for %s', async (_, headers: Record<string, string>, description) => {
    const answer = await post(endpoint, await codeForm(), headers);
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client', error_description: description } });
  });

  it('refuses a client that says who it is and proves nothing', async () => {
    const answer = await post(endpoint, { ...(await codeForm()), client_id: CLIENT_ID }, {});
    expect(answer.body).toEqual({
      error: 'invalid_client',
      error_description: 'Client authentication failed. Either the client or the client credentials are invalid.',
    });
  });

  it('refuses two ways of authenticating at once', async () => {
    expect(await post(endpoint, { ...(await codeForm()), client_secret: CLIENT_SECRET })).toMatchObject({
      status: 401,
      body: { error: 'invalid_request', error_description: expect.stringMatching(/^Cannot supply multiple client credentials\./) },
    });
  });

  it('refreshes with a token that stays the same', async () => {
    const { refresh_token: token = '' } = await signInOffline();
    const refreshed = await refreshTokenGrant(app.configuration, token);
    expect(refreshed.refresh_token).toBe(token);
    expect(refreshed.claims()).toMatchObject({ email: 'alice@example.com' });
  });

  it('gives a new refresh token each time when they rotate, and kills all of them at a reuse after the leeway', async () => {
    Object.assign(okta.switches, { rotateRefreshTokens: true, refreshTokenLeeway: 60 });
    const { refresh_token: first = '' } = await signInOffline();
    const { refresh_token: second = '' } = await refreshTokenGrant(app.configuration, first);
    expect(second).not.toBe(first);
    expect(await refresh(first)).toMatchObject({ status: 200 });

    okta.switches.refreshTokenLeeway = 0;
    expect(await refresh(first)).toMatchObject({ status: 400, body: INVALID_REFRESH_TOKEN });
    expect(await refresh(second)).toMatchObject({ status: 400, body: INVALID_REFRESH_TOKEN });
  });

  it('refuses a made-up refresh token and a wider scope', async () => {
    expect(await refresh('made-up')).toMatchObject({ status: 400, body: INVALID_REFRESH_TOKEN });
    const { refresh_token: token = '' } = await signInOffline();
    expect(await refresh(token, { scope: 'openid address' })).toMatchObject({
      status: 400,
      body: {
        error: 'access_denied',
        error_description:
          'Some of the scopes requested for the refresh request were not granted in the original authorize request. Denied scopes: address.',
      },
    });
  });

  it('keeps refresh tokens alive when the session ends', async () => {
    const tokens = await signInOffline();
    await app.browser.visit(buildEndSessionUrl(app.configuration, { id_token_hint: tokens.id_token ?? '' }));
    expect(await refresh(tokens.refresh_token ?? '')).toMatchObject({ status: 200 });
  });

  async function codeForm(): Promise<Record<string, string>> {
    const { url } = await app.signIn('alice');
    return { grant_type: 'authorization_code', code: url.searchParams.get('code') ?? '', redirect_uri: REDIRECT_URI };
  }

  async function signInOffline() {
    return app.tokens(await app.signIn('alice', { scope: 'openid email offline_access' }));
  }

  function refresh(token: string, more: Record<string, string> = {}) {
    return post(endpoint, { grant_type: 'refresh_token', refresh_token: token, ...more });
  }
});

function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}
