import type { EmbeddedOkta } from '../embedded-okta.js';
import { RelyingParty, startOrganisation } from '../../test/relying-party.js';

const STATE = "The authentication request has an invalid 'state' parameter.";
const CUSTOM_SCOPE = 'Custom scopes are not allowed for this request.';
const NO_SCOPE = 'One or more scopes are not configured for the authorization server resource.';
const OPENID = "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.";
const METHOD = 'PKCE code challenge method is not supported. Valid values: [S256]';
const PROMPT = "Invalid value for 'prompt' parameter. Supported values: [none, login, consent]";
const NOT_LOGGED_IN = 'The client specified not to prompt, but the user is not logged in.';

describe('the authorization endpoint', () => {
  let okta: EmbeddedOkta;
  let app: RelyingParty;

  beforeAll(async () => {
    okta = await startOrganisation({ switches: { defaultPolicy: true } });
  });
  beforeEach(async () => {
    app = await RelyingParty.discover(okta.origin);
  });
  afterAll(() => okta.close());

  it.each([
    ['no state', { state: undefined }, 'invalid_request', STATE],
    ['a custom scope', { scope: 'openid orders' }, 'invalid_scope', CUSTOM_SCOPE],
    ['no openid', { scope: 'profile' }, 'invalid_scope', OPENID],
    ['no scope', { scope: undefined }, 'invalid_scope', 'No scopes were requested.'],
    ['a plain code challenge', { code_challenge_method: 'plain' }, 'invalid_request', METHOD],
    ['no code challenge method', { code_challenge_method: undefined }, 'invalid_request', METHOD],
    [
      'padding in the code challenge',
      { code_challenge: `${'a'.repeat(42)}=` },
      'invalid_request',
      'PKCE code challenge contains illegal characters.',
    ],
    ['a short code challenge', { code_challenge: 'abc' }, 'invalid_request', 'PKCE code challenge contains illegal characters.'],
    ['prompt=none without a session', { prompt: 'none' }, 'login_required', NOT_LOGGED_IN],
    ['an unknown prompt', { prompt: 'select_account' }, 'invalid_request', PROMPT],
    ['prompt=none with another', { prompt: 'none login' }, 'invalid_request', PROMPT],
    ['an unknown identity provider', { idp: '0oaelsewhere' }, 'invalid_request', 'Identity provider is not valid.'],
    [
      'another response type',
      { response_type: 'id_token' },
      'unsupported_response_type',
      'The response type is not supported by the authorization server. Configured response types: [code].',
    ],
    [
      'another response mode',
      { response_mode: 'carrier_pigeon' },
      'unsupported_response_mode',
      'The response mode is not supported by the authorization server. Valid response modes: [query, fragment, form_post, okta_post_message].',
    ],
  ])('refuses %s at the redirect URI', async (_, changes: Record<string, string | undefined>, error, description) => {
    const { url } = await app.browser.visit(await app.authorizationUrl(changes));
    expect(url.origin).toBe('http://app.localhost:8080');
    // Where an ID token was asked for, the answer is in the fragment.
    expect(Object.fromEntries(new URLSearchParams(url.hash.slice(1) || url.search))).toEqual({
      error,
      error_description: description,
      ...(!('state' in changes) && { state: app.state }),
    });
  });

  it('refuses the scope groups on a custom server', async () => {
    app = await RelyingParty.discover(`${okta.origin}/oauth2/default`);
    const { url } = await app.browser.visit(await app.authorizationUrl({ scope: 'openid groups' }));
    expect(url.searchParams.get('error')).toBe('invalid_scope');
    expect(url.searchParams.get('error_description')).toBe(NO_SCOPE);
  });

  it.each([
    [
      'another redirect URI',
      { redirect_uri: 'http://app.localhost:8080/callback' },
      400,
      'parameter must be a Login redirect URI in the client app settings.',
    ],
    ['an unknown client', { client_id: 'nobody' }, 401, 'Invalid value for &#39;client_id&#39; parameter.'],
  ])('shows its own page for %s', async (_, changes, status, text) => {
    const page = await app.browser.visit(await app.authorizationUrl(changes));
    expect(page.url.origin).toBe(okta.origin);
    expect(page.status).toBe(status);
    expect(page.text).toContain(text);
  });

  it('takes prompt=consent and asks nobody', async () => {
    expect((await app.signIn('alice', { prompt: 'consent' })).url.searchParams.has('code')).toBe(true);
  });

  it('takes the request as a form too', async () => {
    const url = await app.authorizationUrl();
    const page = await app.browser.visit(url.origin + url.pathname, Object.fromEntries(url.searchParams));
    expect(page.text).toContain('name="password"');
  });

  it('answers form_post with a form, errors included', async () => {
    const { text } = await app.browser.visit(await app.authorizationUrl({ response_mode: 'form_post', prompt: 'none' }));
    expect(text).toContain('name="error" value="login_required"');
    expect(text).toContain(NOT_LOGGED_IN);
  });

  it('does not name the issuer in its answer, as Okta', async () => {
    expect([...(await app.signIn('alice')).url.searchParams.keys()].sort()).toEqual(['code', 'state']);
  });
});
