import { answering, ForgingProvider } from '../../../../test/support/forging-provider.js';
import { partyOf } from '../../../../test/support/forged-sign-in.js';
import type { RelyingPartyOptions } from '../relying-party-options.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

const end = (options: Partial<RelyingPartyOptions> = {}, idTokenHint: string | undefined = 'hint') =>
  partyOf(provider, options).endSession({ idTokenHint, state: 's' });

describe('endSession', () => {
  it('names hint, client, way back and state', async () => {
    expect(await end()).toEqual({
      url: `${provider.url}/logout`,
      parameters: { id_token_hint: 'hint', client_id: 'app', post_logout_redirect_uri: 'http://localhost:8080/', state: 's' },
    });
  });

  it('names no client to Okta', async () => {
    const endpoints = { authorization: `${provider.url}/authorize`, token: `${provider.url}/token` };
    expect((await end({ endpoints }))?.parameters).not.toHaveProperty('client_id');
  });

  it('does not go to Okta without an ID token, which it would answer with an error page', async () => {
    const endpoints = { authorization: `${provider.url}/authorize`, token: `${provider.url}/token` };
    expect(await partyOf(provider, { endpoints }).endSession({ idTokenHint: undefined, state: 's' })).toBeUndefined();
  });

  it('gets by without a hint', async () => {
    const request = await partyOf(provider).endSession({ idTokenHint: undefined, state: 's' });
    expect(request?.parameters).not.toHaveProperty('id_token_hint');
  });

  it('says that there is no way where the provider names none', async () => {
    provider.describe({ end_session_endpoint: undefined });
    expect(await end()).toBeUndefined();
  });

  it("follows a provider's own way, also while it is down", async () => {
    provider.answers.set('/.well-known/openid-configuration', answering(500));
    const endSession = { url: 'https://t.auth0.example/v2/logout', returnParameter: 'returnTo', clientIdParameter: 'client_id' };
    expect(await end({ endSession })).toEqual({
      url: endSession.url,
      parameters: { returnTo: 'http://localhost:8080/', client_id: 'app' },
    });
    expect((await end({ endSession: { ...endSession, clientIdParameter: undefined } }))?.parameters).toEqual({
      returnTo: 'http://localhost:8080/',
    });
  });

  it('tells that the provider cannot be reached', async () => {
    provider.answers.set('/.well-known/openid-configuration', answering(500));
    await expect(end()).rejects.toMatchObject({ code: 'provider_error' });
  });
});
