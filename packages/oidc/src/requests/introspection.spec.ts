import { answering, ForgingProvider, makeSigningKey } from '../../../../test/support/forging-provider.js';
import { partyOf } from '../../../../test/support/forged-sign-in.js';
import type { AccessTokenExpectations } from '../tokens/access-token.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

const seconds = Math.floor(Date.now() / 1000);
const honest = { active: true, aud: 'api://default', sub: 'person', scope: 'a b', exp: seconds + 300 };
const introspect = (token = 'opaque', expected: Partial<AccessTokenExpectations> = {}) =>
  partyOf(provider).introspectAccessToken(token, { audience: 'api://default', ...expected });
const say = (changes: object) => provider.answers.set('/introspect', { ...honest, ...changes });

describe('introspectAccessToken', () => {
  it('returns what the provider says of a token, and its own issuer where it names none', async () => {
    say({});
    expect(await introspect('the-token')).toMatchObject({ claims: { iss: provider.url, sub: 'person' }, scopes: ['a', 'b'] });
    expect(provider.last('/introspect').form.get('token')).toBe('the-token');
  });

  it.each([
    ['token_type Bearer', { token_type: 'Bearer' }],
    ['token_type in small letters', { token_type: 'bearer' }],
    ['token_type access_token', { token_type: 'access_token' }],
    ['members that are null', { token_type: null, cnf: null, iss: null, nonce: null, exp: null }],
    ['no exp, which is optional', { exp: undefined }],
    ['an exp just over, within the tolerance', { exp: seconds - 30 }],
    ['several audiences', { aud: ['app', 'api://default'] }],
  ])('accepts %s', async (_title, changes) => {
    say(changes);
    await expect(introspect()).resolves.toMatchObject({ claims: { sub: 'person' } });
  });

  it.each([
    ['a token that is not active', { active: false }],
    ['another aud', { aud: 'app' }],
    ['no aud', { aud: undefined }],
    ['a key that it is bound to', { cnf: { jkt: 'x' } }],
    ['token_type DPoP', { token_type: 'DPoP' }],
    ['a refresh token', { token_type: 'refresh_token' }],
    ['an exp in the past', { exp: seconds - 61 }],
    ['an exp in milliseconds', { exp: (seconds + 300) * 1000 }],
    ['an nbf to come', { nbf: seconds + 600 }],
    ['an iat to come', { iat: seconds + 600 }],
    ['another iss', { iss: 'https://other.example' }],
    ['no sub', { sub: undefined }],
    ['a sub of 256 characters', { sub: 'x'.repeat(256) }],
    ['a nonce, as an ID token', { nonce: 'n' }],
    ['events, as a logout token', { events: {} }],
  ])('refuses %s', async (_title, changes) => {
    say(changes);
    await expect(introspect()).rejects.toMatchObject({ code: 'access_token_invalid', status: 401 });
  });

  it('wants every scope that is required', async () => {
    say({});
    await expect(introspect('opaque', { requiredScopes: ['b', 'c'] })).rejects.toMatchObject({ code: 'access_token_scope' });
  });

  it('takes a signed token for the client itself only with typ at+jwt: ID tokens have that audience, too', async () => {
    say({ aud: 'app' });
    const forClient = { audience: 'app' };
    const key = await makeSigningKey();
    for (const header of [{}, { typ: 'JWT' }, { typ: 'logout+jwt' }])
      await expect(introspect(await key.sign({}, header), forClient)).rejects.toMatchObject({ code: 'access_token_invalid' });
    expect(provider.count('/introspect')).toBe(0);
    await expect(introspect(await key.sign({}, { typ: 'at+jwt' }), forClient)).resolves.toBeDefined();
    await expect(introspect('opaque', forClient)).resolves.toBeDefined();
  });

  it.each([
    ['no answer to the question', { active: 'true' }, 'provider_invalid_response'],
    ['HTML', answering(200, '<html>'), 'provider_invalid_response'],
    ['a refusal', answering(401, { error: 'invalid_client' }), 'token_refused'],
    ['a refusal of 400', answering(400, { error: 'invalid_request' }), 'token_refused'],
  ])('does not count %s as active', async (_title, answer, code) => {
    provider.answers.set('/introspect', answer);
    await expect(introspect()).rejects.toMatchObject({ code, step: 'introspection' });
  });

  it('needs an endpoint', async () => {
    provider.describe({ introspection_endpoint: null });
    await expect(introspect()).rejects.toMatchObject({ code: 'endpoint_missing' });
  });
});
