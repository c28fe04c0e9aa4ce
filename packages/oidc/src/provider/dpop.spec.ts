import { createHash } from 'node:crypto';
import { decodeJwt, EmbeddedJWK, jwtVerify } from 'jose';
import { answering, ForgingProvider, type Handler } from '../../../../test/support/forging-provider.js';
import { callbackOf, partyOf } from '../../../../test/support/forged-sign-in.js';
import { generateDpopKey } from './dpop.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

const proofOf = (path: string) => jwtVerify(String(provider.last(path).headers.dpop), EmbeddedJWK, { typ: 'dpop+jwt' });
const wantsNonce =
  (answer: Handler, refuse: Handler): Handler =>
  (request, response) =>
    decodeJwt(String(request.headers.dpop)).nonce === 'fresh' ? answer(request, response) : refuse(request, response);

async function signIn(party = partyOf(provider, { dpop: true }), guard: (answer: Handler) => Handler = (answer) => answer) {
  const { transaction } = await party.begin();
  const idToken = await provider.idToken({ nonce: transaction.nonce });
  provider.answers.set(
    '/token',
    guard(answering(200, { access_token: 'access', token_type: 'DPoP', refresh_token: 'r', id_token: idToken })),
  );
  return party.complete(callbackOf(transaction), transaction);
}

describe('a login with DPoP', () => {
  it('proves one key at the token endpoint and at userinfo, with the hash of the access token there', async () => {
    const { tokens } = await signIn();
    expect(tokens).toMatchObject({ tokenType: 'DPoP', dpopKey: { kty: 'EC', crv: 'P-256', d: expect.any(String) } });
    const [token, userinfo] = [await proofOf('/token'), await proofOf('/userinfo')];
    expect(token.payload).toMatchObject({ htm: 'POST', htu: `${provider.url}/token` });
    expect(userinfo.payload).toMatchObject({ htm: 'GET', ath: createHash('sha256').update('access').digest('base64url') });
    expect(token.protectedHeader.jwk).toEqual(userinfo.protectedHeader.jwk);
    expect(token.protectedHeader.jwk).not.toHaveProperty('d');
    expect(provider.last('/userinfo').headers.authorization).toBe('DPoP access');
  });

  it('takes another key for each login', async () => {
    const party = partyOf(provider, { dpop: true });
    const [a, b] = [await signIn(party), await signIn(party)];
    expect(a.tokens.dpopKey?.x).not.toBe(b.tokens.dpopKey?.x);
  });

  it('asks again with the nonce that the provider wants, and begins with it the next time', async () => {
    const party = partyOf(provider, { dpop: true });
    const headers = { 'dpop-nonce': 'fresh' };
    provider.answers.set(
      '/userinfo',
      wantsNonce(answering(200, { sub: 'person' }), answering(401, '', { ...headers, 'www-authenticate': 'DPoP error="use_dpop_nonce"' })),
    );
    const guard = (answer: Handler) => wantsNonce(answer, answering(400, { error: 'use_dpop_nonce' }, headers));
    await signIn(party, guard);
    expect([provider.count('/token'), provider.count('/userinfo')]).toEqual([2, 1]);
    await signIn(party, guard);
    expect([provider.count('/token'), provider.count('/userinfo')]).toEqual([3, 2]);
  });

  it('gives up when the nonce does not help', async () => {
    const refuse = answering(400, { error: 'use_dpop_nonce' }, { 'dpop-nonce': 'stale' });
    await expect(signIn(undefined, () => refuse)).rejects.toMatchObject({ code: 'token_refused', response: { error: 'use_dpop_nonce' } });
    expect(provider.count('/token')).toBe(2);
  });

  it('does not ask again where the provider wants a nonce and gives none', async () => {
    await expect(signIn(undefined, () => answering(400, { error: 'use_dpop_nonce' }))).rejects.toMatchObject({ code: 'token_refused' });
    expect(provider.count('/token')).toBe(1);
  });

  it('refreshes with the key of the login', async () => {
    const party = partyOf(provider, { dpop: true });
    const { tokens } = await signIn(party);
    const { payload, protectedHeader } = await proofOf('/token');
    provider.answers.set('/token', { access_token: 'new', token_type: 'DPoP' });
    await party.refresh(tokens, 'person');
    const again = await proofOf('/token');
    expect(again.protectedHeader.jwk).toEqual(protectedHeader.jwk);
    expect(again.payload.jti).not.toBe(payload.jti);
  });

  it('pushes its request with a proof', async () => {
    provider.describe({ pushed_authorization_request_endpoint: `${provider.url}/par` });
    provider.answers.set('/par', { request_uri: 'urn:x' });
    await partyOf(provider, { dpop: true }).begin();
    expect((await proofOf('/par')).payload).toMatchObject({ htu: `${provider.url}/par` });
  });

  it('sends a plain bearer token where the provider ignores DPoP, and says so', async () => {
    const notices: string[] = [];
    const party = partyOf(provider, { dpop: true, onNotice: ({ code }) => notices.push(code) });
    const { transaction } = await party.begin();
    provider.answers.set('/token', {
      access_token: 'a',
      token_type: 'Bearer',
      id_token: await provider.idToken({ nonce: transaction.nonce }),
    });
    await party.complete(callbackOf(transaction), transaction);
    expect(provider.last('/userinfo').headers).toMatchObject({ authorization: 'Bearer a' });
    expect(provider.last('/userinfo').headers).not.toHaveProperty('dpop');
    expect(notices).toEqual(['dpop_ignored']);
  });
});

describe('generateDpopKey', () => {
  it('takes an algorithm that the provider lists', async () => {
    expect((await generateDpopKey(undefined)).alg).toBe('ES256');
    expect((await generateDpopKey(['RS256', 'ES384'])).alg).toBe('ES384');
    await expect(generateDpopKey(['HS256'])).rejects.toMatchObject({ code: 'configuration' });
  });
});
