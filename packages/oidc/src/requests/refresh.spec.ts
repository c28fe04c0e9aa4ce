import { type Answer, answering, ForgingProvider, makeSigningKey } from '../../../../test/support/forging-provider.js';
import { partyOf, signInForged } from '../../../../test/support/forged-sign-in.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

async function refreshed(answer: Answer) {
  const party = partyOf(provider);
  const { tokens } = await signInForged(party, provider, { tokens: { refresh_token: 'old', scope: 'openid email' } });
  provider.answers.set('/token', answer);
  return { before: tokens, after: await party.refresh(tokens, 'person') };
}
const fresh = (changes: object = {}) => ({ access_token: 'new', token_type: 'bearer', expires_in: 60, ...changes });

describe('refresh', () => {
  it('keeps what the answer does not replace', async () => {
    const { before, after } = await refreshed(fresh());
    expect(after).toEqual({ tokens: { ...before, accessToken: 'new', expiresAt: expect.any(Number) }, idClaims: undefined });
    expect(Object.fromEntries(provider.last('/token').form)).toEqual({ grant_type: 'refresh_token', refresh_token: 'old' });
  });

  it('takes over a rotated refresh token, scopes and a new ID token', async () => {
    const idToken = await provider.idToken({ name: 'New' });
    const { after } = await refreshed(fresh({ refresh_token: 'next', scope: 'openid', id_token: idToken }));
    expect(after.tokens).toMatchObject({ refreshToken: 'next', scopes: ['openid'], idToken });
    expect(after.idClaims).toMatchObject({ sub: 'person', name: 'New' });
  });

  it.each([
    ['of another person', { sub: 'other' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['for another client', { aud: 'other' }],
    ["with another sign-in's nonce", { nonce: 'other' }],
    ['that does not fit the access token', { at_hash: 'x' }],
  ])('refuses an ID token %s', async (_title, claims) => {
    const code = 'iss' in claims ? 'id_token_issuer' : 'id_token_claims';
    await expect(refreshed(fresh({ id_token: await provider.idToken(claims) }))).rejects.toMatchObject({ code });
  });

  it('checks the signature of a new ID token', async () => {
    const forged = await provider.idToken({}, {}, await makeSigningKey());
    await expect(refreshed(fresh({ id_token: forged }))).rejects.toMatchObject({ code: 'id_token_signature' });
  });

  it('stays with the tenant that the person signed in at', async () => {
    provider.describe({ issuer: `${provider.url}/{tenantid}` });
    const tenant = (tid: string) => ({ iss: `${provider.url}/${tid}`, tid });
    const party = partyOf(provider, { issuer: `${provider.url}/common`, tenants: ['a', 'b'] });
    const { tokens } = await signInForged(party, provider, { claims: tenant('a'), tokens: { refresh_token: 'old' } });
    const refreshAt = async (tid: string) => {
      provider.answers.set('/token', fresh({ id_token: await provider.idToken(tenant(tid)) }));
      return party.refresh(tokens, 'person');
    };
    await expect(refreshAt('a')).resolves.toMatchObject({ idClaims: { sub: 'person' } });
    await expect(refreshAt('b')).rejects.toMatchObject({ code: 'id_token_claims', message: expect.stringContaining('another issuer') });
  });

  it.each([
    ['invalid_grant', answering(400, { error: 'invalid_grant' }), 'token_refused'],
    ['an empty 400', answering(400), 'token_refused'],
    ["a gateway's 403", answering(403, '<html>'), 'refused_without_reason'],
    ['a 500', answering(500), 'provider_error'],
    ['a 429', answering(429), 'provider_rate_limited'],
    ['a broken connection', ((_request, response) => response.destroy()) satisfies Answer, 'provider_unreachable'],
    ['a page', answering(200, '<html>'), 'provider_invalid_response'],
  ])('tells %s from a session that has ended', async (_title, answer, code) => {
    await expect(refreshed(answer)).rejects.toMatchObject({ code, step: 'refresh' });
    expect(provider.count('/token')).toBe(2);
  });

  it('asks no more while a 429 asks for a pause, and keeps the tokens for later', async () => {
    let time = Date.now();
    const party = partyOf(provider, {}, { now: () => time });
    const { tokens } = await signInForged(party, provider, { tokens: { refresh_token: 'old' } });
    provider.answers.set('/token', answering(429, '', { 'retry-after': '20' }));
    const refused = { code: 'provider_rate_limited', status: 503, response: { retryAfter: 20 } };
    await expect(party.refresh(tokens, 'person')).rejects.toMatchObject(refused);
    await expect(party.refresh(tokens, 'person')).rejects.toMatchObject(refused);
    expect(provider.count('/token')).toBe(2);
    provider.answers.set('/token', fresh());
    time += 20_000;
    await expect(party.refresh(tokens, 'person')).resolves.toMatchObject({ tokens: { accessToken: 'new' } });
  });

  it('asks nothing without a refresh token', async () => {
    const party = partyOf(provider);
    const { tokens } = await signInForged(party, provider);
    await expect(party.refresh(tokens, 'person')).rejects.toMatchObject({ code: 'token_refused' });
    expect(provider.count('/token')).toBe(1);
  });
});
