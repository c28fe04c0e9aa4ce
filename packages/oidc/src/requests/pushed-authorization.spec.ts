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
  ])('tells of %s before the person is sent away', async (_title, answer, code) => {
    provider.answers.set('/par', answer);
    await expect(partyOf(provider).begin()).rejects.toMatchObject({ code, step: 'par' });
  });

  it.each([
    ['404', answering(404, '<html>')],
    ['405', answering(405)],
    ['a redirect to a page (Spring Authorization Server as it comes)', answering(302, '', { location: '/login' })],
  ])('sends the request with the browser where nothing is behind the address: %s', async (_title, answer) => {
    provider.answers.set('/par', answer);
    const { transaction, url } = await partyOf(provider).begin();
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({ response_type: 'code', state: transaction.state });
    provider.describe({ pushed_authorization_request_endpoint: `${provider.url}/par`, require_pushed_authorization_requests: true });
    await expect(partyOf(provider).begin()).rejects.toMatchObject({ step: 'par' });
  });

  it('does not take a refusal in words for an address that nothing is behind', async () => {
    provider.answers.set('/par', answering(404, { error: 'Realm does not exist' }));
    await expect(partyOf(provider).begin()).rejects.toMatchObject({ code: 'authorization_refused' });
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
