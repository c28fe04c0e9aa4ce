import { ForgingProvider, makeSigningKey } from '../../../../test/support/forging-provider.js';
import { clockAt, trustIn } from '../../../../test/support/token-trust.js';
import { issuerRule } from '../provider/issuer.js';
import { verifyRevocationRequest } from './logout-token.js';

const now = 1_800_000_000;
const ISSUER = 'https://p.example';
const ENDPOINT = 'https://app.example/universal-logout';
const RULES = { issuer: issuerRule(ISSUER, []), clientId: 'app', clock: clockAt(now) };
let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());

const honest = { iss: ISSUER, aud: ENDPOINT, sub: 'app', nbf: now - 300, iat: now, exp: now + 300, jti: 'id' };
const verify = async (changes: object = {}, header: object = { typ: 'global-token-revocation+jwt' }, key = provider.key) =>
  verifyRevocationRequest(await key.sign({ ...honest, ...changes }, header), ENDPOINT, { ...trustIn(provider), ...RULES });

describe('verifyRevocationRequest', () => {
  it('says who asks, and until when to remember it', async () => {
    expect(await verify()).toEqual({ issuer: ISSUER, jti: 'id', expiresAt: now + 360 });
    await expect(verify({ iat: undefined, nbf: undefined })).resolves.toBeDefined();
    await expect(verify({ exp: now + 3540 })).resolves.toMatchObject({ expiresAt: now + 3600 });
  });

  it.each([
    ['another iss', { iss: 'https://other.example' }],
    ['another address', { aud: 'https://app.example/' }],
    ['another client', { sub: 'other' }],
    ['no sub', { sub: undefined }],
    ['no jti', { jti: undefined }],
    ['no exp', { exp: undefined }],
    ['an exp long ago', { exp: now - 61 }],
    ['an exp in two hours', { exp: now + 7200 }],
    ['an nbf in ten minutes', { nbf: now + 600 }],
  ])('refuses %s', async (_title, changes) => {
    await expect(verify(changes)).rejects.toMatchObject({ code: 'logout_token_invalid', status: 400 });
  });

  it('refuses other kinds of token, and other keys', async () => {
    for (const header of [{}, { typ: 'JWT' }, { typ: 'logout+jwt' }])
      await expect(verify({}, header)).rejects.toMatchObject({ code: 'logout_token_invalid' });
    await expect(verify({}, undefined, await makeSigningKey())).rejects.toMatchObject({ code: 'logout_token_invalid' });
  });
});
