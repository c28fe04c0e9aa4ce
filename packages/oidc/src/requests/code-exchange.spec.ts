import { answering, ForgingProvider, makeSigningKey } from '../../../../test/support/forging-provider.js';
import { callbackOf, type Forgery, partyOf, signInForged } from '../../../../test/support/forged-sign-in.js';
import type { RelyingPartyOptions } from '../relying-party-options.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

const signIn = (forgery: Forgery = {}, options: Partial<RelyingPartyOptions> = {}) =>
  signInForged(partyOf(provider, options), provider, forgery);

describe('complete', () => {
  it('proves at the token endpoint that it began this login', async () => {
    const party = partyOf(provider);
    const { transaction, url } = await party.begin();
    provider.answers.set('/token', async (_request, response) =>
      answering(200, { access_token: 'a', token_type: 'Bearer', id_token: await provider.idToken({ nonce: transaction.nonce }) })(
        _request,
        response,
      ),
    );
    await party.complete(callbackOf(transaction), transaction);
    expect(Object.fromEntries(provider.last('/token').form)).toEqual({
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: new URL(url).searchParams.get('redirect_uri'),
      code_verifier: transaction.codeVerifier,
    });
    expect(provider.last('/userinfo').headers.authorization).toBe('Bearer a');
  });

  it.each([
    ['another state', { state: 'forged' }, 'state_mismatch'],
    ['another issuer', { iss: 'https://evil.example' }, 'response_issuer_mismatch'],
    ['an error', { error: 'access_denied' }, 'authorization_refused'],
    ['no code', { code: undefined }, 'response_invalid'],
  ])('spends no code on an answer with %s', async (_title, response, code) => {
    await expect(signIn({ response })).rejects.toMatchObject({ code });
    expect(provider.count('/token')).toBe(0);
  });

  it('ignores parameters that it does not know, tokens among them', async () => {
    await expect(
      signIn({ response: { session_state: 'x', id_token: 'a.b.c', access_token: 'x', iss: provider.url } }),
    ).resolves.toBeDefined();
  });

  it.each([
    ['a signature of another key', 'id_token_signature', async () => (await makeSigningKey()).sign({})],
    [
      'no signature',
      'id_token_algorithm',
      async (token: string) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`,
    ],
    ['a number for an ID token', 'id_token_invalid', async () => 7],
  ])('believes nothing with %s, and asks for no userinfo', async (_title, code, forge) => {
    const party = partyOf(provider);
    const { transaction } = await party.begin();
    const idToken = await forge(await provider.idToken({ nonce: transaction.nonce }));
    provider.answers.set('/token', { access_token: 'a', token_type: 'Bearer', id_token: idToken });
    await expect(party.complete(callbackOf(transaction), transaction)).rejects.toMatchObject({ code });
    expect(provider.count('/userinfo')).toBe(0);
  });

  it.each([
    ['iss', { iss: 'https://evil.example' }, 'id_token_issuer'],
    ['iss', { iss: undefined }],
    ['aud', { aud: 'other' }],
    ['nonce', { nonce: 'other' }],
    ['sub', { sub: '' }],
    ['at_hash', { at_hash: 'x' }],
    ['c_hash', { c_hash: 'x' }],
  ])('judges %s of the ID token', async (name, claims, code = 'id_token_claims') => {
    await expect(signIn({ claims })).rejects.toMatchObject({ code, message: expect.stringContaining(name) });
    expect(provider.count('/userinfo')).toBe(0);
  });

  it('wants the authentication that it asked for', async () => {
    const long = Math.floor(Date.now() / 1000) - 1000;
    const extras = { maxAge: 100, acrValues: ['phr'] };
    await expect(signIn({ extras, claims: { auth_time: long, acr: 'phr' } })).rejects.toMatchObject({ code: 'max_age_not_met' });
    await expect(signIn({ extras, claims: { auth_time: long + 999, acr: 'pwd' } })).rejects.toMatchObject({ code: 'acr_not_met' });
    await expect(signIn({ extras, claims: { auth_time: long + 999, acr: 'phr' } })).resolves.toBeDefined();
  });

  it('wants an ID token', async () => {
    await expect(signIn({ tokens: { id_token: null } })).rejects.toMatchObject({ code: 'id_token_missing' });
  });

  it('accepts what the setting says in place of what is advertised', async () => {
    provider.describe({ id_token_signing_alg_values_supported: ['RS256'] });
    await expect(signIn()).rejects.toMatchObject({ code: 'id_token_algorithm' });
    await expect(signIn({}, { idTokenAlgorithms: ['ES256'] })).resolves.toBeDefined();
  });

  it('judges by its own clock', async () => {
    const moment = Date.now() + 1000_000;
    const later = { now: () => moment };
    await expect(signInForged(partyOf(provider, {}, later), provider)).rejects.toMatchObject({ code: 'id_token_clock' });
    const claims = { iat: Math.floor(later.now() / 1000), exp: Math.floor(later.now() / 1000) + 10 };
    await expect(signInForged(partyOf(provider, {}, later), provider, { claims })).resolves.toMatchObject({
      tokens: { expiresAt: claims.iat + 3600 },
    });
  });

  it('gets by without nonce and PKCE where they are switched off', async () => {
    await signIn({ claims: { nonce: undefined } }, { nonce: false, pkce: false });
    expect(provider.last('/token').form.has('code_verifier')).toBe(false);
  });

  it('takes the scopes that were asked for where the provider names none', async () => {
    expect((await signIn()).tokens.scopes).toEqual(['openid', 'profile']);
    expect((await signIn({ tokens: { scope: '' } })).tokens.scopes).toEqual([]);
  });

  it.each([
    ['an empty 400', answering(400), { code: 'token_refused', status: 403 }],
    [
      'a wrong secret',
      answering(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="x"' }),
      { code: 'token_refused', response: { error: 'invalid_client' } },
    ],
    ["a gateway's 401 in HTML", answering(401, '<html>'), { code: 'refused_without_reason', status: 502, response: { excerpt: '<html>' } }],
    ["a firewall's 403", answering(403, { message: 'Forbidden' }), { code: 'refused_without_reason', status: 502 }],
    ['a bare 401', answering(401, '', { 'www-authenticate': 'Basic realm="x"' }), { code: 'refused_without_reason', status: 502 }],
    [
      'a 400 with tokens',
      answering(400, { access_token: 'a', token_type: 'Bearer' }),
      { code: 'refused_without_reason', response: { excerpt: 'JSON with the members access_token, token_type' } },
    ],
    ['a 200 with tokens and an error', answering(200, { access_token: 'a', token_type: 'Bearer', error: 'x' }), { code: 'token_refused' }],
    [
      'a 200 with tokens and an error that is no text',
      answering(200, { access_token: 'a', error: {} }),
      { code: 'refused_without_reason' },
    ],
    ['a 500', answering(500, '<html>'), { code: 'provider_error', status: 502 }],
    ['a 200 with an error', answering(200, { error: 'invalid_grant' }), { code: 'token_refused' }],
    ['a page', answering(200, '<html>'), { code: 'provider_invalid_response', status: 502 }],
  ])('tells what %s means', async (_title, answer, expected) => {
    const party = partyOf(provider);
    const { transaction } = await party.begin();
    provider.answers.set('/token', answer);
    await expect(party.complete(callbackOf(transaction), transaction)).rejects.toMatchObject({
      ...expected,
      step: 'token',
      endpoint: `${provider.url}/token`,
    });
  });

  it('says that DPoP must be switched on where the provider binds its tokens', async () => {
    await expect(signIn({ tokens: { token_type: 'DPoP' } })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('DPoP'),
    });
  });
});

describe('complete, at an issuer for many tenants', () => {
  const tenant = (name: string) => ({ iss: `${provider.url}/${name}/v2.0`, tid: name });
  beforeEach(() => provider.describe({ issuer: `${provider.url}/{tenantid}/v2.0` }));
  const options = () => ({ issuer: `${provider.url}/common/v2.0`, tenants: ['ours'] });

  it('lets in the tenants that are named, under their own issuer', async () => {
    const { idClaims } = await signIn({ claims: tenant('ours') }, options());
    expect(idClaims.iss).toBe(`${provider.url}/ours/v2.0`);
  });

  it('refuses a tenant that is not let in with a cause of its own', async () => {
    const refused = { code: 'tenant_not_allowed', status: 403, message: expect.stringMatching(/theirs.*OIDC_TENANTS/) };
    await expect(signIn({ claims: tenant('theirs') }, options())).rejects.toMatchObject(refused);
  });

  it.each([
    ['the template itself', () => ({ iss: `${provider.url}/{tenantid}/v2.0` })],
    ['a tid that is not in iss', () => ({ ...tenant('ours'), tid: 'theirs' })],
    ['another nonce', () => ({ ...tenant('ours'), nonce: 'other' })],
  ])('refuses %s', async (_title, claims) => {
    await expect(signIn({ claims: claims() }, options())).rejects.toMatchObject({
      code: expect.stringMatching(/^id_token_(claims|issuer)$/) as string,
    });
  });
});
