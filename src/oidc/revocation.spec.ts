import { answering, ForgingProvider } from '../../test/support/forging-provider.js';
import { partyOf } from '../../test/support/forged-sign-in.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

describe('revoke', () => {
  it('names the token and its kind, and needs no body in return', async () => {
    provider.answers.set('/revoke', answering(200));
    await partyOf(provider).revoke('the-token', 'refresh_token');
    expect(Object.fromEntries(provider.last('/revoke').form)).toEqual({ token: 'the-token', token_type_hint: 'refresh_token' });
    expect(provider.last('/revoke').headers.authorization).toMatch(/^Basic /);
  });

  it('does nothing where the provider offers no revocation', async () => {
    provider.describe({ revocation_endpoint: undefined });
    await expect(partyOf(provider).revoke('the-token', 'access_token')).resolves.toBeUndefined();
  });

  it.each([
    ['a refusal', answering(401, { error: 'invalid_client' }), 'token_refused'],
    ['a refusal of 400', answering(400, { error: 'unsupported_token_type' }), 'token_refused'],
    ['a fault', answering(503), 'provider_error'],
  ])('tells of %s', async (_title, answer, code) => {
    provider.answers.set('/revoke', answer);
    await expect(partyOf(provider).revoke('the-token', 'refresh_token')).rejects.toMatchObject({
      code,
      step: 'revocation',
      message: expect.not.stringContaining('the-token'),
    });
  });
});

describe('introspect', () => {
  it('says what the provider knows of a token', async () => {
    provider.answers.set('/introspect', { active: true, scope: 'a b', sub: 'person' });
    expect(await partyOf(provider).introspect('the-token')).toEqual({ active: true, scope: 'a b', sub: 'person' });
    expect(provider.last('/introspect').form.get('token')).toBe('the-token');
  });

  it('says no more of a token that is not active', async () => {
    provider.answers.set('/introspect', { active: false, sub: 'person' });
    expect(await partyOf(provider).introspect('the-token')).toEqual({ active: false });
  });

  it.each([
    ['no answer to the question', { active: 'true' }, 'provider_invalid_response'],
    ['HTML', answering(200, '<html>'), 'provider_invalid_response'],
    ['a refusal', answering(401, { error: 'invalid_client' }), 'token_refused'],
    ['a refusal of 400', answering(400, { error: 'invalid_request' }), 'token_refused'],
  ])('does not count %s as active', async (_title, answer, code) => {
    provider.answers.set('/introspect', answer);
    await expect(partyOf(provider).introspect('the-token')).rejects.toMatchObject({ code, step: 'introspection' });
  });

  it('needs an endpoint', async () => {
    provider.describe({ introspection_endpoint: null });
    await expect(partyOf(provider).introspect('the-token')).rejects.toMatchObject({ code: 'endpoint_missing' });
  });
});
