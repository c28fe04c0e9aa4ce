import { decodeJwt } from 'jose';
import type { EmbeddedOkta } from '../embedded-okta.js';
import { POST_LOGOUT_REDIRECT_URI, REDIRECT_URI, RelyingParty, startOrganisation, post } from '../../test/relying-party.js';

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
    const left = await app.browser.visit(
      logoutUrl({ id_token_hint: hint, post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI, state: 'x' }),
    );
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
    const page = await app.browser.visit(
      logoutUrl({ client_id: 'okta-nest-signin-test', post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI }),
    );
    expect(page.status).toBe(400);
    expect(page.url.origin).toBe(okta.origin);
  });

  it('shows its page when the return address is not registered to the letter', async () => {
    const { id_token: hint = '' } = await app.tokens(await app.signIn('alice'));
    const page = await app.browser.visit(
      logoutUrl({ id_token_hint: hint, post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI.slice(0, -1) }),
    );
    expect(page).toMatchObject({ status: 400 });
    expect(page.text).toContain('parameter must be a Logout redirect URI in the client app settings.');
  });

  it('accepts a hint that has expired', async () => {
    okta.switches.clockSkew = -10_000;
    const { url } = await app.signIn('alice');
    const form = {
      grant_type: 'authorization_code',
      code: url.searchParams.get('code') ?? '',
      redirect_uri: REDIRECT_URI,
      code_verifier: app.codeVerifier,
    };
    const { body } = await post(`${okta.origin}/oauth2/v1/token`, form);
    expect(decodeJwt(String(body['id_token'])).exp).toBeLessThan(Date.now() / 1000);
    expect((await app.browser.visit(logoutUrl({ id_token_hint: String(body['id_token']) }))).text).toContain('You are signed out');
  });

  it('refuses a hint that is forged, and one of another person', async () => {
    const { id_token: hint = '' } = await app.tokens(await app.signIn('alice'));
    const [header, payload] = hint.split('.');
    const forged = await app.browser.visit(logoutUrl({ id_token_hint: `${header}.${payload}.${'A'.repeat(342)}` }));
    expect(forged.text).toContain('The id token is invalid.');

    const { url } = await app.browser.visit(await app.authorizationUrl({ prompt: 'login' }));
    await app.browser.visit(url, { person: 'bob@example.com' });
    const other = await app.browser.visit(logoutUrl({ id_token_hint: hint }));
    expect(other.text).toContain('The ID token subject does not match the current session&#39;s user.');
  });

  it('refuses a hint of another authorization server', async () => {
    const custom = await RelyingParty.discover(`${okta.origin}/oauth2/aus1embedded`);
    const { id_token: hint = '' } = await custom.tokens(await custom.signIn('alice'));
    expect((await custom.browser.visit(logoutUrl({ id_token_hint: hint }))).text).toContain('The id token is invalid.');
  });

  it('goes straight back when there is no session', async () => {
    const { id_token: hint = '' } = await app.tokens(await app.signIn('alice'));
    const parameters = { id_token_hint: hint, post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI };
    await app.browser.visit(logoutUrl(parameters));
    expect((await app.browser.visit(logoutUrl(parameters))).url.href).toBe(POST_LOGOUT_REDIRECT_URI);
  });

  it('refuses every return address once the application lost its own', async () => {
    const { id_token: hint = '' } = await app.tokens(await app.signIn('alice'));
    okta.switches.logoutUriRegistered = false;
    expect((await app.browser.visit(logoutUrl({ id_token_hint: hint, post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI }))).status).toBe(
      400,
    );
  });

  function logoutUrl(parameters: Record<string, string>): URL {
    const url = new URL(`${okta.origin}/oauth2/v1/logout`);
    url.search = new URLSearchParams(parameters).toString();
    return url;
  }
});
