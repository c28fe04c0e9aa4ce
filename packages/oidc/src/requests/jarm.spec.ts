import { UnsecuredJWT } from 'jose';
import { ForgingProvider, makeSigningKey } from '../../../../test/support/forging-provider.js';
import { callbackOf, partyOf } from '../../../../test/support/forged-sign-in.js';

const now = Math.floor(Date.now() / 1000);
let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => {
  provider.reset();
  provider.describe({ authorization_signing_alg_values_supported: ['ES256'], authorization_response_iss_parameter_supported: true });
});

const signed = (changes: object = {}) =>
  provider.key.sign({ iss: provider.url, aud: 'app', exp: now + 60, code: 'the-code', state: 's', ...changes });
const open = async (response: string, options: Parameters<typeof partyOf>[1] = { responseMode: 'jwt' }) =>
  Object.fromEntries(await partyOf(provider, options).openResponse(new URLSearchParams(response)));

describe('openResponse', () => {
  it('returns what is signed, and nothing that came beside it', async () => {
    expect(await open(`response=${await signed()}&code=forged&state=forged`)).toEqual({ iss: provider.url, code: 'the-code', state: 's' });
  });

  it('lets answers pass as they are where no signed ones were asked for', async () => {
    expect(await open('code=c&state=s', { responseMode: 'query' })).toEqual({ code: 'c', state: 's' });
    expect(provider.requests).toEqual([]);
  });

  it.each([
    ['another iss', { iss: 'https://evil.example' }, 'response_issuer_mismatch'],
    ['no iss', { iss: undefined }, 'response_claims'],
    ['another aud', { aud: 'other' }, 'response_claims'],
    ['no aud', { aud: undefined }, 'response_claims'],
    ['no exp', { exp: undefined }, 'response_claims'],
    ['an exp long ago', { exp: now - 600 }, 'response_clock'],
  ])('refuses %s', async (_title, changes, code) => {
    await expect(open(`response=${await signed(changes)}`)).rejects.toMatchObject({ code, step: 'authorize' });
  });

  it('refuses what is not signed by the provider', async () => {
    const claims = { iss: provider.url, aud: 'app', exp: now + 60, code: 'c', state: 's' };
    for (const token of [new UnsecuredJWT(claims).encode(), await (await makeSigningKey()).sign(claims), 'a.b.c', '']) {
      await expect(open(`response=${token}`)).rejects.toMatchObject({ code: 'response_signature' });
    }
    await expect(open('code=c&state=s&error=x')).rejects.toMatchObject({ code: 'response_signature' });
    await expect(open('state=s')).rejects.toMatchObject({ code: 'response_signature' });
    await expect(open('code=c&state=s')).rejects.toMatchObject({ code: 'response_signature' });
    await expect(open(`response=${await signed()}&response=x`)).rejects.toMatchObject({ code: 'response_invalid' });
  });

  it('lets a plain error through, which ends on an error page anyway', async () => {
    expect(await open('error=access_denied&state=s')).toEqual({ error: 'access_denied', state: 's' });
  });

  it('is part of a login', async () => {
    const party = partyOf(provider, { responseMode: 'jwt' });
    const { transaction, url } = await party.begin();
    expect(new URL(url).searchParams.get('response_mode')).toBe('jwt');
    const response = await signed(Object.fromEntries(callbackOf(transaction)));
    provider.answers.set('/token', {
      access_token: 'a',
      token_type: 'Bearer',
      id_token: await provider.idToken({ nonce: transaction.nonce }),
    });
    const opened = await party.openResponse(new URLSearchParams({ response }));
    await expect(party.complete(opened, transaction)).resolves.toMatchObject({ idClaims: { sub: 'person' } });
  });
});
