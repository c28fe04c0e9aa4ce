import type { EmbeddedOkta } from './embedded-okta.contract.js';
import { POST_LOGOUT_REDIRECT_URI, RelyingParty, startOrganisation } from './testing/relying-party.js';

describe('signing out at the embedded organisation', () => {
  let okta: EmbeddedOkta;
  let app: RelyingParty;

  beforeEach(async () => {
    okta = await startOrganisation();
    app = await RelyingParty.discover(okta.origin);
  });
  afterEach(() => okta.close());

  it('ends the session without asking and goes back with the state', async () => {
    const { id_token: hint = '' } = await app.tokens(await app.signIn('alice'));
    const left = await app.browser.visit(logoutUrl({ id_token_hint: hint, post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI, state: 'x' }));
    expect(left.url.href).toBe(`${POST_LOGOUT_REDIRECT_URI}?state=x`);
    expect((await app.signIn('alice', { prompt: 'none' })).url.searchParams.get('error')).toBe('login_required');
  });

  it('accepts a form as well', async () => {
    const { id_token: hint = '' } = await app.tokens(await app.signIn('alice'));
    const form = { id_token_hint: hint, post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI };
    expect((await app.browser.visit(logoutUrl({}), form)).url.href).toBe(POST_LOGOUT_REDIRECT_URI);
  });

  it('signs in silently while the session lives', async () => {
    await app.signIn('alice');
    const again = await app.browser.visit(await app.authorizationUrl());
    expect(again.url.searchParams.has('code')).toBe(true);
  });

  it('shows its page when there is no hint, whatever client_id says', async () => {
    const page = await app.browser.visit(logoutUrl({ client_id: 'okta-nest-signin-test', post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI }));
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(page.url.origin).toBe(okta.origin);
  });

  it('shows its page when the return address is not registered to the letter', async () => {
    const { id_token: hint = '' } = await app.tokens(await app.signIn('alice'));
    const page = await app.browser.visit(logoutUrl({ id_token_hint: hint, post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI.slice(0, -1) }));
    expect(page).toMatchObject({ status: 400 });
    expect(page.text).toContain('parameter must be a Logout redirect URI in the client app settings.');
  });

  function logoutUrl(parameters: Record<string, string>): URL {
    const url = new URL(`${okta.origin}/oauth2/v1/logout`);
    url.search = new URLSearchParams(parameters).toString();
    return url;
  }
});
