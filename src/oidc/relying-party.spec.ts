import { ForgingProvider } from '../../test/support/forging-provider.js';
import { partyOf, signInForged } from '../../test/support/forged-sign-in.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

describe('RelyingParty', () => {
  it('signs a person in with what the ID token and userinfo say', async () => {
    const signedIn = await signInForged(partyOf(provider), provider, { claims: { name: 'From the token' }, tokens: { refresh_token: 'refresh', scope: 'openid' } });
    expect(signedIn.idClaims).toMatchObject({ iss: provider.url, sub: 'person', name: 'From the token' });
    expect(signedIn.userinfo).toEqual({ sub: 'person', name: 'A Person' });
    expect(signedIn.tokens).toMatchObject({ accessToken: 'access', tokenType: 'Bearer', refreshToken: 'refresh', scopes: ['openid'] });
  });

  it('asks for metadata and keys once for many logins', async () => {
    const party = partyOf(provider);
    for (let login = 0; login < 3; login++) await signInForged(party, provider);
    expect(provider.requests.map(({ path }) => path)).toEqual([
      '/.well-known/openid-configuration',
      '/token',
      '/keys',
      '/userinfo',
      '/token',
      '/userinfo',
      '/token',
      '/userinfo',
    ]);
  });
});
