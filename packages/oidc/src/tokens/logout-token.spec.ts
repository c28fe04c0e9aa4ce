import { UnsecuredJWT } from 'jose';
import { answering, ForgingProvider, makeSigningKey } from '../../../../test/support/forging-provider.js';
import { clockAt, trustIn } from '../../../../test/support/token-trust.js';
import { issuerRule } from '../provider/issuer.js';
import { verifyLogoutToken } from './logout-token.js';

const now = 1_800_000_000;
const ISSUER = 'https://issuer.example';
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const RULES = { issuer: issuerRule(ISSUER, []), clientId: 'app', clock: clockAt(now) };
let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

const honest = { iss: ISSUER, aud: 'app', iat: now, exp: now + 120, jti: 'id', sub: 'person', sid: 'a/b+c=', events: { [EVENT]: {} } };
const verify = async (changes: object = {}, header: object = { typ: 'logout+jwt' }) =>
  verifyLogoutToken(await provider.key.sign({ ...honest, ...changes }, header), { ...trustIn(provider), ...RULES });

describe('verifyLogoutToken', () => {
  it('says whose session ends', async () => {
    expect(await verify()).toEqual({
      issuer: ISSUER,
      subject: 'person',
      sid: 'a/b+c=',
      jti: 'id',
      issuedAt: now,
      expiresAt: now + 120 + 60,
    });
  });

  it.each([
    ['typ JWT', {}, { typ: 'JWT' }],
    ['typ with its prefix', {}, { typ: 'application/logout+JWT' }],
    ['no typ', {}, {}],
    ['aud as a list', { aud: ['app', 'other'] }, {}],
    ['only sub', { sid: undefined }, {}],
    ['only sid', { sub: undefined }, {}],
    ['further events', { events: { [EVENT]: {}, other: 1 } }, {}],
    ['no exp', { exp: undefined }, {}],
  ])('accepts %s', async (_title, changes, header) => {
    await expect(verify(changes, header)).resolves.toMatchObject({ jti: 'id' });
  });

  it('bounds a token without exp by its iat', async () => {
    expect((await verify({ exp: undefined, iat: now - 300 })).expiresAt).toBe(now + 60);
    await expect(verify({ exp: undefined, iat: now - 360 })).rejects.toMatchObject({ code: 'logout_token_invalid' });
  });

  it('remembers nothing for longer than an hour, however late exp is', async () => {
    expect((await verify({ exp: now + 1e9 })).expiresAt).toBe(now + 3660);
    await expect(verify({ exp: now + 1e9, iat: now - 3660 })).rejects.toMatchObject({ code: 'logout_token_invalid' });
  });

  it.each([
    ['another iss', { iss: 'https://other.example' }],
    ['another aud', { aud: 'other' }],
    ['no aud', { aud: undefined }],
    ['no iat', { iat: undefined }],
    ['iat in ten minutes', { iat: now + 600, exp: now + 1200 }],
    ['an exp long ago', { exp: now - 61 }],
    ['an exp that is no number', { exp: 'never' }],
    ['no jti', { jti: undefined }],
    ['an empty jti', { jti: '' }],
    ['neither sub nor sid', { sub: undefined, sid: undefined }],
    ['an empty sid', { sid: '' }],
    ['a sid with NUL', { sid: '\0' }],
    ['a sub with half of a surrogate pair', { sub: 'boss-\ud83e' }],
    ['a sub of 2,700 characters', { sub: 'x'.repeat(2700) }],
    ['an exp in milliseconds', { exp: (now + 120) * 1000 }],
    ['an iat in milliseconds', { iat: now * 1000 }],
    ['a sub that is no text', { sub: 7 }],
    ['a nonce', { nonce: 'n' }],
    ['a nonce that is null', { nonce: null }],
    ['no events', { events: undefined }],
    ['other events', { events: { other: {} } }],
    ['events that are a list', { events: [EVENT] }],
    ['an event that is no object', { events: { [EVENT]: true } }],
  ])('refuses %s', async (_title, changes) => {
    await expect(verify(changes)).rejects.toMatchObject({ code: 'logout_token_invalid', status: 400, step: 'logout_token' });
  });

  it('refuses other kinds of token, other keys, and none', async () => {
    const refused = { code: 'logout_token_invalid' };
    await expect(verify({}, { typ: 'at+jwt' })).rejects.toMatchObject(refused);
    const judge = (token: string) => verifyLogoutToken(token, { ...trustIn(provider), ...RULES });
    await expect(judge(new UnsecuredJWT(honest).encode())).rejects.toMatchObject(refused);
    await expect(judge(await (await makeSigningKey()).sign(honest))).rejects.toMatchObject(refused);
    await expect(judge(await (await makeSigningKey('ES384')).sign(honest))).rejects.toMatchObject(refused);
    await expect(judge('x'.repeat(40_000))).rejects.toMatchObject(refused);
    await expect(judge('a.b.c.d.e')).rejects.toMatchObject(refused);
  });

  it('does not blame the token while there are no keys, so that the provider tries again', async () => {
    provider.answers.set('/keys', answering(500));
    await expect(verify()).rejects.toMatchObject({ code: 'keys_unavailable', status: 503 });
  });
});
