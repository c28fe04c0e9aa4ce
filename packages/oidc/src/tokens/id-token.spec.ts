import { createHash } from 'node:crypto';
import { ForgingProvider, makeSigningKey } from '../../../../test/support/forging-provider.js';
import { clockAt, trustIn } from '../../../../test/support/token-trust.js';
import { type IdTokenExpectations, verifyIdToken } from './id-token.js';
import { issuerRule } from '../provider/issuer.js';
import type { Clock } from './token-claims.js';

const now = 1_800_000_000;
const ISSUER = 'https://issuer.example/path/';
let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());

const honest = { iss: ISSUER, sub: 'person', aud: 'app', iat: now, exp: now + 300, nonce: 'n' };
async function judge(changes: object = {}, expected: IdTokenExpectations = { nonce: 'n' }, clock: Clock = clockAt(now)) {
  const token = await provider.key.sign({ ...honest, ...changes });
  return verifyIdToken(token, { ...trustIn(provider), issuer: issuerRule(ISSUER, []), clientId: 'app', clock }, expected);
}
const halfHash = (value: string, hash = 'sha256') => {
  const digest = createHash(hash).update(value).digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
};

describe('verifyIdToken', () => {
  it('returns the claims of an honest token, odd ones too', async () => {
    const { claims } = await judge({ groups: Array.from({ length: 400 }, (_, index) => `group-${index}`) });
    expect(claims).toMatchObject({ iss: ISSUER, sub: 'person', groups: expect.arrayContaining(['group-399']) });
  });

  it.each([
    ['aud as a list of one', { aud: ['app'] }],
    ['several audiences with azp', { aud: ['project', 'app'], azp: 'app' }],
    ['azp beside one audience', { azp: 'app' }],
    ['iat and nbf a second ahead', { iat: now + 1, nbf: now + 1 }],
    ['iat and nbf a minute ahead, to the second', { iat: now + 60, nbf: now + 60 }],
    ['exp a second ago', { exp: now - 1 }],
    ['exp almost a minute ago', { exp: now - 59 }],
    ['auth_time 0 that nobody asked for', { auth_time: 0 }],
    ['auth_time in the future that nobody asked for', { auth_time: now + 600 }],
    ['a sub of 255 characters', { sub: 'x'.repeat(255) }],
    ['a sub with a whole surrogate pair', { sub: 'boss-\u{1f600}' }],
    ['a sid that is no text, which counts for nothing', { sid: 7 }],
    ['an iat long ago where nobody minds', { iat: now - 90_000 }],
    ['hashes that nothing can be compared with', { at_hash: 'x', c_hash: 'y' }],
  ])('accepts %s', async (_title, changes) => {
    await expect(judge(changes)).resolves.toBeDefined();
  });

  it.each([
    ['another iss', { iss: 'https://issuer.example/path' }],
    ['iss in capitals', { iss: ISSUER.toUpperCase() }],
    ['no iss', { iss: undefined }],
    ['another aud', { aud: 'other' }],
    ['no aud', { aud: undefined }],
    ['aud null', { aud: null }],
    ['an aud that only contains the client', { aud: 'app other' }],
    ['an empty list of audiences', { aud: [] }],
    ['several audiences without azp', { aud: ['app', 'other'] }],
    ['several audiences with another azp', { aud: ['app', 'other'], azp: 'other' }],
    ['another azp', { azp: 'other' }],
    ['azp null', { azp: null }],
    ['no sub', { sub: undefined }],
    ['an empty sub', { sub: '' }],
    ['a sub of 256 characters', { sub: 'x'.repeat(256) }],
    ['a sub with NUL', { sub: 'a\0' }],
    ['a sub with an escape', { sub: 'a\u009b' }],
    ['a sub with half of a surrogate pair', { sub: 'boss-\ud83d' }],
    ['a sid of 2,700 characters', { sid: 'x'.repeat(2700) }],
    ['a sid with NUL', { sid: '\0' }],
    ['a sid with half of a surrogate pair', { sid: '\ude00a' }],
    ['an exp in milliseconds', { exp: (now + 300) * 1000 }],
    ['an exp that never comes', { exp: 1e300 }],
    ['a sub that is a number', { sub: 7 }],
    ['no iat', { iat: undefined }],
    ['no exp', { exp: undefined }],
    ['an exp that is a text', { exp: 'never' }],
    ['an nbf that is no number', { nbf: 'now' }],
    ['no nonce', { nonce: undefined }],
    ['another nonce', { nonce: 'm' }],
  ])('refuses %s', async (_title, changes) => {
    const code = 'iss' in changes && changes.iss !== undefined ? 'id_token_issuer' : 'id_token_claims';
    await expect(judge(changes)).rejects.toMatchObject({ code, status: 400, step: 'id_token' });
  });

  it.each([
    ['exp long ago', { exp: now - 60 }],
    ['iat in ten minutes', { iat: now + 600 }],
    ['nbf in ten minutes', { nbf: now + 600 }],
  ])('blames the clock for %s and says how far off it is', async (_title, changes) => {
    await expect(judge(changes, {}, clockAt(now, { ahead: 600 }))).rejects.toMatchObject({
      code: 'id_token_clock',
      message: expect.stringContaining("the provider's clock is 600 s ahead of ours"),
    });
    await expect(judge(changes, {}, clockAt(now))).rejects.toMatchObject({ message: expect.not.stringContaining("provider's clock") });
  });

  it('refuses an exp beyond all numbers, which would never come', async () => {
    const text = JSON.stringify({ ...honest, exp: 'EXP' }).replace('"EXP"', '1e999');
    const rules = { issuer: issuerRule(ISSUER, []), clientId: 'app', clock: clockAt(now) };
    await expect(verifyIdToken(await provider.key.signText(text), { ...trustIn(provider), ...rules }, {})).rejects.toMatchObject({
      code: 'id_token_claims',
    });
  });

  it.each([
    ['exp', undefined, 'its exp is missing'],
    ['exp', 'never', 'its exp is no number'],
    ['sub', undefined, 'its sub is missing'],
    ['sub', 7, 'its sub is no text'],
    ['sub', 'x'.repeat(256), 'its sub is longer than 255 characters'],
    ['sub', '\0', 'its sub holds a control character'],
    ['sid', 'a\ud83d', 'its sid holds half of a surrogate pair'],
    ['exp', 1e300, 'its exp is no date in seconds'],
  ])('says what is wrong with %s: %p', async (name, value, message) => {
    await expect(judge({ [name]: value })).rejects.toMatchObject({ message: `ID token: ${message}` });
  });

  it('mentions the clocks only where they differ by more than a second', async () => {
    const late = (ahead: number) => judge({ exp: now - 600 }, {}, clockAt(now, { ahead }));
    await expect(late(1)).rejects.toMatchObject({ message: expect.not.stringContaining('behind') });
    await expect(late(-2)).rejects.toMatchObject({ message: expect.stringContaining("the provider's clock is 2 s behind ours") });
  });

  it('leaves the nonce alone where none is expected', async () => {
    await expect(judge({ nonce: 'whatever' }, {})).resolves.toBeDefined();
  });

  it.each([
    ['at_hash', { accessToken: 'the access token' }, 'the access token'],
    ['c_hash', { code: 'the code' }, 'the code'],
  ])('compares %s where it is there', async (name, expected, value) => {
    await expect(judge({}, expected)).resolves.toBeDefined();
    await expect(judge({ [name]: halfHash(value) }, expected)).resolves.toBeDefined();
    for (const hash of [
      halfHash('another'),
      halfHash(value).slice(0, -1),
      null,
      '',
      createHash('sha256').update(value).digest('base64url'),
    ]) {
      await expect(judge({ [name]: hash }, expected)).rejects.toMatchObject({
        code: 'id_token_claims',
        message: expect.stringMatching(`${name} does not fit ${value} `),
      });
    }
  });

  it.each([
    ['ES384', 'sha384'],
    ['EdDSA', 'sha512'],
  ])('hashes as %s does', async (algorithm, hash) => {
    const key = await makeSigningKey(algorithm);
    provider.answers.set('/keys', { keys: [key.publicJwk] });
    const rules = { issuer: issuerRule(ISSUER, []), clientId: 'app', clock: clockAt(now) };
    const token = await key.sign({ ...honest, at_hash: halfHash('token', hash) });
    await expect(verifyIdToken(token, { ...trustIn(provider, [algorithm]), ...rules }, { accessToken: 'token' })).resolves.toBeDefined();
    provider.reset();
  });

  it('wants a recent authentication where one was asked for', async () => {
    const expected = { maxAge: 100 };
    await expect(judge({ auth_time: now - 160 }, expected)).resolves.toBeDefined();
    await expect(judge({ auth_time: now + 60 }, expected)).resolves.toBeDefined();
    for (const authTime of ['now', null, now + 61, now * 1000, 1e300]) {
      await expect(judge({ auth_time: authTime }, expected)).rejects.toMatchObject({
        code: 'id_token_claims',
        message: expect.stringContaining('auth_time'),
      });
    }
    for (const [authTime, came] of [
      [now - 161, 'one of 161 seconds ago'],
      [undefined, 'one without a time (auth_time)'],
    ]) {
      const unmet = { asked: 'a sign-in of the last 100 seconds (max_age)', came };
      await expect(judge({ auth_time: authTime }, expected)).rejects.toMatchObject({ code: 'max_age_not_met', status: 403, unmet });
    }
    await expect(judge({ auth_time: now }, { maxAge: 0 })).resolves.toBeDefined();
    await expect(judge({ auth_time: now - 61 }, { maxAge: 0 })).rejects.toMatchObject({ code: 'max_age_not_met' });
  });

  it('refuses one that was issued before the time that is given, to the second', async () => {
    const expected = { issuedAfter: now - 100 };
    await expect(judge({ iat: now - 100 }, expected)).resolves.toBeDefined();
    await expect(judge({ iat: now - 101 }, expected)).rejects.toMatchObject({
      code: 'id_token_claims',
      message: expect.stringContaining('issued'),
    });
  });

  it('wants one of the assurance levels that were asked for', async () => {
    const expected = { acrValues: ['urn:okta:loa:2fa:any', 'phr'] };
    await expect(judge({ acr: 'phr' }, expected)).resolves.toBeDefined();
    for (const acr of ['urn:okta:loa:1fa:any', undefined, ['phr']]) {
      await expect(judge({ acr }, expected)).rejects.toMatchObject({
        code: 'acr_not_met',
        status: 403,
        unmet: { asked: expect.stringContaining('urn:okta:loa:2fa:any or phr'), came: expect.stringMatching(/1fa|no class/) },
      });
    }
  });
});
