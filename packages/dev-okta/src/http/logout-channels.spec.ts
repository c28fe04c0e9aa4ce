import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { EmbeddedOkta } from '../embedded-okta.js';
import { CLIENT_ID, POST_LOGOUT_REDIRECT_URI, RelyingParty, startOrganisation } from '../../test/relying-party.js';

describe('logout channels, where the application has them', () => {
  let okta: EmbeddedOkta;
  const received: { authorization: string | undefined; body: string }[] = [];
  const application = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ authorization: request.headers.authorization, body });
      response.end();
    });
  });

  beforeAll(async () => {
    application.listen(0, '127.0.0.1');
    await once(application, 'listening');
  });
  afterAll(() => application.close());
  afterEach(() => okta.close());

  it('posts a logout token for the session to the back channel', async () => {
    okta = await startOrganisation({ backchannelLogoutUri: address() });
    const app = await RelyingParty.discover(okta.origin);
    const tokens = await app.tokens(await app.signIn('alice'));
    await app.browser.open(logoutUrl(tokens.id_token));

    const keys = createRemoteJWKSet(new URL(`${okta.origin}/oauth2/v1/keys`));
    const { payload } = await jwtVerify(new URLSearchParams(received.at(-1)?.body).get('logout_token') ?? '', keys, {
      issuer: okta.origin,
      audience: CLIENT_ID,
      typ: 'logout+jwt',
    });
    expect(payload).toMatchObject({
      sub: tokens.claims()?.sub,
      sid: tokens.claims()?.['sid'],
      jti: expect.any(String),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    expect(app.configuration.serverMetadata()).toMatchObject({ backchannel_logout_supported: true });
  });

  it('signs out though the back channel is dead', async () => {
    okta = await startOrganisation({ backchannelLogoutUri: 'http://127.0.0.1:1/' });
    const app = await RelyingParty.discover(okta.origin);
    const tokens = await app.tokens(await app.signIn('alice'));
    expect((await app.browser.visit(logoutUrl(tokens.id_token))).url.href).toBe(POST_LOGOUT_REDIRECT_URI);
  });

  it('asks to end everything of a person when an administrator clears their sessions', async () => {
    okta = await startOrganisation({ universalLogoutUri: address() });
    const app = await RelyingParty.discover(okta.origin);
    const tokens = await app.tokens(await app.signIn('alice'));
    expect(await okta.clearSessions('alice@example.com')).toBe(200);

    const { authorization = '', body } = received.at(-1) ?? {};
    const keys = createRemoteJWKSet(new URL(`${okta.origin}/oauth2/v1/keys`));
    const { payload } = await jwtVerify(authorization.replace('Bearer ', ''), keys, {
      typ: 'global-token-revocation+jwt',
      audience: address(),
    });
    expect(payload).toMatchObject({ iss: okta.origin, sub: CLIENT_ID, jti: expect.any(String) });
    expect(JSON.parse(body ?? '')).toEqual({ sub_id: { format: 'iss_sub', iss: okta.origin, sub: tokens.claims()?.sub } });
    expect((await app.signIn('alice', { prompt: 'none' })).url.searchParams.get('error')).toBe('login_required');
  });

  it('shows an administrator what the application answered', async () => {
    okta = await startOrganisation({ universalLogoutUri: address() });
    const cleared = await fetch(okta.origin, { method: 'POST', body: new URLSearchParams({ 'clear-sessions': 'bob@example.com' }) });
    expect(await cleared.text()).toContain('The application answered 200 to Universal Logout, so its own sessions may go on.');
    await okta.close();
    okta = await startOrganisation({ universalLogoutUri: 'http://127.0.0.1:1/' });
    const unanswered = await fetch(okta.origin, { method: 'POST', body: new URLSearchParams({ 'clear-sessions': 'bob@example.com' }) });
    expect(await unanswered.text()).toContain('The application did not answer to Universal Logout');
  });

  it('shows the front channel in a frame, then goes on', async () => {
    okta = await startOrganisation({ frontchannelLogoutUri: 'http://app.localhost:8080/frontchannel-logout' });
    const app = await RelyingParty.discover(okta.origin);
    const tokens = await app.tokens(await app.signIn('alice'));
    const page = await app.browser.visit(logoutUrl(tokens.id_token));
    const frame = new URL(/<iframe\s+src="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '');
    expect(frame.origin + frame.pathname).toBe('http://app.localhost:8080/frontchannel-logout');
    expect(Object.fromEntries(frame.searchParams)).toEqual({ iss: okta.origin, sid: tokens.claims()?.['sid'] });
    expect(page.text).toContain(`content="1;url=${POST_LOGOUT_REDIRECT_URI}"`);
  });

  function address(): string {
    return `http://127.0.0.1:${(application.address() as AddressInfo).port}/`;
  }

  function logoutUrl(hint = ''): string {
    const parameters = new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: POST_LOGOUT_REDIRECT_URI });
    return `${okta.origin}/oauth2/v1/logout?${parameters.toString()}`;
  }
});
