import { UnsecuredJWT } from 'jose';
import type { ServerResponse } from 'node:http';
import { answering, ForgingProvider, makeSigningKey } from '../../../../test/support/forging-provider.js';
import { partyOf, signInForged } from '../../../../test/support/forged-sign-in.js';
import type { RelyingPartyOptions } from '../relying-party-options.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

const userinfo = async () => (await signInForged(partyOf(provider, { userinfo: 'required' }), provider)).userinfo;
const jwt = (body: string, type = 'application/jwt') => answering(200, body, { 'content-type': type });

describe('userinfo', () => {
  it('is not asked for where there is no such endpoint', async () => {
    provider.describe({ userinfo_endpoint: undefined });
    expect(await userinfo()).toBeUndefined();
  });

  it('is read whatever the content type says', async () => {
    provider.answers.set(
      '/userinfo',
      answering(200, JSON.stringify({ sub: 'person', email_verified: 'true' }), { 'content-type': 'text/html' }),
    );
    expect(await userinfo()).toEqual({ sub: 'person', email_verified: 'true' });
  });

  it.each([
    ['another person', { sub: 'other' }, 'is of sub other'],
    ['nobody', { name: 'x' }, 'names no sub'],
    ['a number', { sub: 7 }, 'is of sub (no text)'],
    ['the same name in capitals', { sub: 'PERSON' }, 'is of sub PERSON'],
  ])('of %s is refused', async (_title, body, message) => {
    provider.answers.set('/userinfo', body);
    await expect(userinfo()).rejects.toMatchObject({
      code: 'userinfo_subject',
      step: 'userinfo',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['a 401 with a challenge', answering(401, '', { 'www-authenticate': 'Bearer error="invalid_token"' }), 'userinfo_refused'],
    [
      'a 401 with a challenge of no scheme',
      answering(401, '', { 'www-authenticate': 'error=invalid_request,error_description=Invalid request' }),
      'userinfo_refused',
    ],
    ['a 400', answering(400, { error: 'invalid_request' }), 'userinfo_refused'],
    ['an empty 401', answering(401), 'userinfo_refused'],
    ['a 200 with an error', { ok: false, error: 'invalid_auth' }, 'userinfo_refused'],
    ['a 500', answering(500), 'provider_error'],
    ['HTML', answering(200, '<html>'), 'provider_invalid_response'],
    ['nothing', answering(200), 'provider_invalid_response'],
    ['a redirect', answering(302, '', { location: 'https://elsewhere.example' }), 'provider_invalid_response'],
  ])('that is %s ends the login where it is required', async (_title, answer, code) => {
    provider.answers.set('/userinfo', answer);
    await expect(userinfo()).rejects.toMatchObject({ code, step: 'userinfo', endpoint: `${provider.url}/userinfo` });
  });
});

describe('userinfo that fails, where a sign-in may do without it', () => {
  const signIn = (options: Partial<RelyingPartyOptions> = {}) => signInForged(partyOf(provider, options), provider);

  it.each([
    ['401', answering(401), 'userinfo_refused'],
    ['403', answering(403, { error: 'insufficient_scope' }), 'userinfo_refused'],
    ['500', answering(500), 'provider_error'],
    ['nothing', answering(200), 'provider_invalid_response'],
    ['no connection', (_request: unknown, response: ServerResponse) => response.destroy(), 'provider_unreachable'],
    ['never', () => undefined, 'provider_timeout'],
  ])('answers %s: the ID token says who it is, and an operator is told', async (_title, answer, code) => {
    provider.answers.set('/userinfo', answer);
    const notices: string[] = [];
    const signedIn = await signIn({ timeout: 500, onNotice: (notice) => notices.push(notice.code) });
    expect(signedIn).toMatchObject({ idClaims: { sub: 'person' }, userinfo: undefined, userinfoFailure: { code } });
    expect(notices).toEqual([code]);
  });

  it('is no obstacle, but an answer about somebody else is, and one that somebody else signed', async () => {
    for (const [answer, code] of [
      [{ sub: 'other' }, 'userinfo_subject'],
      [{ name: 'x' }, 'userinfo_subject'],
      [jwt(await provider.key.sign({ sub: 'person', aud: 'other' })), 'userinfo_untrusted'],
      [jwt(await (await makeSigningKey()).sign({ sub: 'person' })), 'userinfo_untrusted'],
    ] as const) {
      provider.answers.set('/userinfo', answer);
      await expect(signIn()).rejects.toMatchObject({ code });
    }
  });

  it('is not asked where it is off', async () => {
    expect(await signIn({ userinfo: 'off' })).toMatchObject({ userinfo: undefined, userinfoFailure: undefined });
    expect(provider.count('/userinfo')).toBe(0);
  });
});

describe('userinfo as a signed token', () => {
  it.each([
    ['with iss and aud', () => ({ iss: provider.url, aud: 'app', sub: 'person' }), 'application/jwt'],
    ['without them', () => ({ sub: 'person' }), 'application/jwt; charset=utf-8'],
    ['under the wrong content type', () => ({ sub: 'person' }), 'text/plain'],
  ])('is checked and used, %s', async (_title, claims, type) => {
    provider.answers.set('/userinfo', jwt(await provider.key.sign(claims()), type));
    expect(await userinfo()).toMatchObject({ sub: 'person' });
  });

  it.each([
    ['another iss', { iss: 'https://evil.example', sub: 'person' }],
    ['another aud', { aud: 'other', sub: 'person' }],
    ['an exp long ago', { exp: 1, sub: 'person' }],
  ])('is refused with %s', async (_title, claims) => {
    provider.answers.set('/userinfo', jwt(await provider.key.sign(claims)));
    await expect(userinfo()).rejects.toMatchObject({ code: 'userinfo_untrusted', status: 400 });
  });

  it('is never believed without the signature', async () => {
    for (const token of [new UnsecuredJWT({ sub: 'person' }).encode(), await (await makeSigningKey()).sign({ sub: 'person' })]) {
      provider.answers.set('/userinfo', jwt(token));
      await expect(userinfo()).rejects.toMatchObject({ code: 'userinfo_untrusted', status: 400 });
    }
  });

  it('must be of the same person, too', async () => {
    provider.answers.set('/userinfo', jwt(await provider.key.sign({ sub: 'other' })));
    await expect(userinfo()).rejects.toMatchObject({ code: 'userinfo_subject' });
  });
});
