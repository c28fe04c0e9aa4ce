import { answering, ForgingProvider } from '../../../../test/support/forging-provider.js';
import { partyOf } from '../../../../test/support/forged-sign-in.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => {
  provider.reset();
  provider.describe({ pushed_authorization_request_endpoint: `${provider.url}/par` });
});

describe('begin, where the provider offers PAR', () => {
  it.each([
    ['201', answering(201, { request_uri: 'urn:x:1', expires_in: 90 })],
    ['200 without expires_in', { request_uri: 'urn:x:1' }],
  ])('pushes the request and sends the browser away with its reference only (%s)', async (_title, answer) => {
    provider.answers.set('/par', answer);
    const { transaction, url } = await partyOf(provider).begin();
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({ client_id: 'app', request_uri: 'urn:x:1' });
    const { form, headers } = provider.last('/par');
    expect(Object.fromEntries(form)).toMatchObject({
      client_id: 'app',
      response_type: 'code',
      state: transaction.state,
      nonce: transaction.nonce,
      code_challenge_method: 'S256',
    });
    expect(headers.authorization).toMatch(/^Basic /);
  });

  it.each([
    ['a refusal', answering(401, { error: 'invalid_client' }), 'authorization_refused'],
    ['an empty 400', answering(400), 'authorization_refused'],
    ['no reference', answering(201, { expires_in: 90 }), 'provider_invalid_response'],
    ['a 500', answering(500), 'provider_error'],
    ['a page that is not there', answering(404, '<html>'), 'provider_invalid_response'],
  ])('tells of %s before the person is sent away', async (_title, answer, code) => {
    provider.answers.set('/par', answer);
    await expect(partyOf(provider).begin()).rejects.toMatchObject({ code, step: 'par' });
  });

  it('names what is missing in an answer without a reference', async () => {
    provider.answers.set('/par', answering(201, { expires_in: 90 }));
    await expect(partyOf(provider).begin()).rejects.toMatchObject({ message: `${provider.url}/par answered 201 without a request_uri` });
  });

  it('refuses to go on where PAR is required but has no endpoint', async () => {
    provider.describe({ require_pushed_authorization_requests: true });
    await expect(partyOf(provider).begin()).rejects.toMatchObject({ code: 'endpoint_missing' });
  });
});
