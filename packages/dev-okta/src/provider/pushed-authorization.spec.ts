import type { EmbeddedOkta } from '../embedded-okta.js';
import { CLIENT_ID, RelyingParty, startOrganisation, post } from '../../test/relying-party.js';

describe('pushed authorization requests (RFC 9126)', () => {
  let okta: EmbeddedOkta;
  let app: RelyingParty;

  beforeAll(async () => {
    okta = await startOrganisation();
  });
  beforeEach(async () => {
    app = await RelyingParty.discover(okta.origin);
  });
  afterAll(() => okta.close());

  it('are signed in with, offline_access kept, once', async () => {
    const pushed = await push({ scope: 'openid email offline_access' });
    expect(pushed).toMatchObject({ status: 201, body: { request_uri: expect.any(String), expires_in: expect.any(Number) } });
    const tokens = await app.tokens(
      await app.browser.visit(await signInPage(pushed.body), { username: 'alice@example.com', password: 'alice' }),
    );
    expect(tokens.refresh_token).toEqual(expect.any(String));

    const again = await app.browser.visit(requestUrl(pushed.body));
    expect(again.text).toContain('The authorize request_uri is invalid.');
  });

  it.each([
    [{ scope: 'openid orders' }, 'invalid_scope', 'Custom scopes are not allowed for this request.'],
    [{ state: '' }, 'invalid_request', "The authentication request has an invalid 'state' parameter."],
    [
      { redirect_uri: 'https://evil.example/' },
      'invalid_request',
      "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.",
    ],
  ])('are refused as JSON with %j', async (changes: Record<string, string>, error, description) => {
    expect(await push(changes)).toMatchObject({ status: 400, body: { error, error_description: description } });
  });

  async function push(changes: Record<string, string>) {
    const url = await app.authorizationUrl();
    return post(`${okta.origin}/oauth2/v1/par`, { ...Object.fromEntries(url.searchParams), ...changes });
  }

  function requestUrl(pushed: Readonly<Record<string, unknown>>): string {
    return `${okta.origin}/oauth2/v1/authorize?client_id=${CLIENT_ID}&request_uri=${encodeURIComponent(String(pushed['request_uri']))}`;
  }

  async function signInPage(pushed: Readonly<Record<string, unknown>>): Promise<URL> {
    return (await app.browser.visit(requestUrl(pushed))).url;
  }
});
