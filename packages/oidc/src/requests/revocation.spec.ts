import { answering, ForgingProvider } from '../../../../test/support/forging-provider.js';
import { partyOf } from '../../../../test/support/forged-sign-in.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

describe('revoke', () => {
  it('names the token and its kind, and needs no body in return', async () => {
    provider.answers.set('/revoke', answering(200));
    await expect(partyOf(provider).revoke({ refreshToken: 'the-token' })).resolves.toBe(true);
    expect(Object.fromEntries(provider.last('/revoke').form)).toEqual({ token: 'the-token', token_type_hint: 'refresh_token' });
    expect(provider.last('/revoke').headers.authorization).toMatch(/^Basic /);
  });

  it('says where the provider offers no revocation', async () => {
    provider.describe({ revocation_endpoint: undefined });
    await expect(partyOf(provider).revoke({ refreshToken: 'the-token' })).resolves.toBe(false);
  });

  it.each([
    ['a refusal', answering(401, { error: 'invalid_client' }), 'token_refused'],
    ['a refusal of 400', answering(400, { error: 'unsupported_token_type' }), 'token_refused'],
    ['a fault', answering(503), 'provider_error'],
  ])('tells of %s', async (_title, answer, code) => {
    provider.answers.set('/revoke', answer);
    await expect(partyOf(provider).revoke({ refreshToken: 'the-token' })).rejects.toMatchObject({
      code,
      step: 'revocation',
      message: expect.not.stringContaining('the-token'),
    });
  });
});
