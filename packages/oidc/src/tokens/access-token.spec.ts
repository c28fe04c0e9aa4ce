import { UnsecuredJWT } from 'jose';
import { ForgingProvider, makeSigningKey } from '../../../../test/support/forging-provider.js';
import { clockAt, trustIn } from '../../../../test/support/token-trust.js';
import { type AccessTokenExpectations, statedAudience, verifyAccessToken } from './access-token.js';
import { issuerRule } from '../provider/issuer.js';

const now = 1_800_000_000;
const ISSUER = 'https://p.example';
const RULES = { issuer: issuerRule(ISSUER, []), clientId: 'app', clock: clockAt(now) };
let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());

const honest = { iss: ISSUER, aud: 'api://default', sub: 'person', iat: now, exp: now + 300, scope: 'read write' };
const verify = async (changes: object = {}, expected: Partial<AccessTokenExpectations> = {}, header: object = { typ: 'at+jwt' }) =>
  verifyAccessToken(
    await provider.key.sign({ ...honest, ...changes }, header),
    { ...trustIn(provider), ...RULES },
    {
      audience: 'api://default',
      ...expected,
    },
  );

describe('verifyAccessToken', () => {
  it('returns claims and scopes', async () => {
    expect(await verify()).toMatchObject({ claims: { sub: 'person' }, scopes: ['read', 'write'] });
  });

  it.each([
    ["Okta's list of scopes", { scope: undefined, scp: ['read'] }, {}, ['read']],
    ['no typ', {}, {}, ['read', 'write']],
    ['typ JWT', {}, { typ: 'JWT' }, ['read', 'write']],
    ['the long form of typ', {}, { typ: 'application/at+jwt' }, ['read', 'write']],
    ['several audiences', { aud: ['x', 'api://default'] }, {}, ['read', 'write']],
    ['no scopes at all', { scope: undefined }, {}, []],
  ])('accepts %s', async (_title, changes, header, scopes) => {
    expect((await verify(changes, {}, header)).scopes).toEqual(scopes);
  });

  it('wants every scope that is required', async () => {
    await expect(verify({}, { requiredScopes: ['read', 'write'] })).resolves.toBeDefined();
    await expect(verify({}, { requiredScopes: ['read', 'admin'] })).rejects.toMatchObject({
      code: 'access_token_scope',
      status: 403,
      message: expect.stringMatching(/ admin$/),
    });
    await expect(verify({ scope: 'administrator' }, { requiredScopes: ['admin'] })).rejects.toMatchObject({ code: 'access_token_scope' });
  });

  it.each([
    ['another iss', { iss: 'https://other.example' }],
    ['another aud', { aud: 'app' }],
    ['no aud', { aud: undefined }],
    ['no exp', { exp: undefined }],
    ['an exp long ago', { exp: now - 61 }],
    ['no sub', { sub: undefined }],
    ['a key that it is bound to', { cnf: { jkt: 'x' } }],
    ['a nonce, as an ID token', { nonce: 'n' }],
    ['a hash, as an ID token', { at_hash: 'h' }],
    ['the hash of a code, as an ID token', { c_hash: 'h' }],
    ['events, as a logout token', { events: {} }],
    ['an exp in milliseconds', { exp: (now + 300) * 1000 }],
    ['a sub with NUL', { sub: '\0' }],
  ])('refuses %s', async (_title, changes) => {
    await expect(verify(changes)).rejects.toMatchObject({ code: 'access_token_invalid', status: 401 });
  });

  it.each([[{}], [{ typ: 'JWT' }], [{ typ: 'application/jwt' }], [{ typ: 'logout+jwt' }]])(
    'refuses a token for the client itself with the header %j: ID tokens, logout tokens and signed userinfo have that audience, too',
    async (header) => {
      const forClient = { audience: 'app' };
      await expect(verify({ aud: 'app' }, forClient, { typ: 'at+jwt' })).resolves.toBeDefined();
      await expect(verify({ aud: 'app' }, forClient, header)).rejects.toMatchObject({ code: 'access_token_invalid' });
    },
  );

  it('refuses other kinds of token and other keys', async () => {
    await expect(verify({}, {}, { typ: 'logout+jwt' })).rejects.toMatchObject({ code: 'access_token_invalid' });
    const forged = await (await makeSigningKey()).sign(honest);
    await expect(verifyAccessToken(forged, { ...trustIn(provider), ...RULES }, { audience: 'api://default' })).rejects.toMatchObject({
      code: 'access_token_invalid',
    });
    await expect(verifyAccessToken('opaque', { ...trustIn(provider), ...RULES }, { audience: 'api://default' })).rejects.toMatchObject({
      code: 'access_token_invalid',
    });
  });
});

describe('The audience of an access token', () => {
  it.each([
    ['one', new UnsecuredJWT({ aud: 'api://one' }).encode(), ['api://one']],
    ['several', new UnsecuredJWT({ aud: ['api://one', 'api://two'] }).encode(), ['api://one', 'api://two']],
    ['none', new UnsecuredJWT({}).encode(), undefined],
    ['an opaque token', 'opaque', undefined],
    ['three parts that are no JWT', 'a.b.c', undefined],
    ['an encrypted token', 'a.b.c.d.e', undefined],
  ])('is read where the token states it: %s', (_what, token, audience) => {
    expect(statedAudience(token)).toEqual(audience);
  });
});
