import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CompactEncrypt, CompactSign, UnsecuredJWT } from 'jose';
import { answering, ForgingProvider, makeSigningKey, type SigningKey } from '../../../../test/support/forging-provider.js';
import { idTokenKind } from './id-token.js';
import { KeySet } from './key-set.js';
import { ProviderHttp } from '../provider/provider-http.js';
import { openSignedToken, type SignedToken } from './signed-token.js';
import type { TokenKind } from './token-claims.js';

const KIND: TokenKind = { ...idTokenKind, name: 'token', maxLength: 10_000, types: ['jwt'] };
const ALL = ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

let provider: ForgingProvider;
let keys: KeySet;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => {
  provider.reset();
  keys = new KeySet(
    `${provider.url}/keys`,
    new ProviderHttp({ timeout: 5000, now: Date.now, onRequest: undefined }),
    Date.now,
    () => undefined,
  );
});

const publish = (...published: readonly object[]) => provider.answers.set('/keys', { keys: published });
const open = (token: string, algorithms = ALL, decryptionKey?: KeyObject): Promise<SignedToken> =>
  openSignedToken(KIND, token, { keys, algorithms, decryptionKey });
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const without = ({ kid: _kid, ...jwk }: SigningKey['publicJwk']) => jwk;

describe('openSignedToken', () => {
  it.each(['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    'opens what a published key signed with %s',
    async (algorithm) => {
      const key = await makeSigningKey(algorithm);
      publish(key.publicJwk);
      await expect(open(await key.sign({ a: 1 }), [...ALL, 'RS512'])).resolves.toMatchObject({ claims: { a: 1 }, algorithm });
    },
  );

  it('refuses an algorithm that is not accepted', async () => {
    await expect(open(await provider.key.sign({}), ['RS256'])).rejects.toMatchObject({
      code: 'id_token_algorithm',
      message: expect.stringMatching(/ES256.*RS256/),
    });
  });

  it.each([
    ['no signature', () => new UnsecuredJWT({}).encode()],
    ['a shared secret', () => new CompactSign(Buffer.from('{}')).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32))],
  ])('refuses a token with %s, whatever is accepted', async (_title, make) => {
    await expect(open(await make(), [...ALL])).rejects.toMatchObject({ code: 'id_token_algorithm' });
  });

  it('refuses a signature of another key, whatever the header says', async () => {
    const other = await makeSigningKey();
    const fitsNone = { code: 'id_token_signature', message: expect.stringContaining("its signature does not fit the provider's key one") };
    await expect(open(await other.sign({}))).rejects.toMatchObject(fitsNone);
    await expect(open(await other.sign({}, { jwk: other.publicJwk, jku: 'https://evil.example' }))).rejects.toMatchObject({
      code: 'id_token_signature',
    });
  });

  it('refuses a payload that was changed', async () => {
    const [header, , signature] = (await provider.key.sign({ sub: 'a' })).split('.');
    await expect(open(`${header}.${encoded({ sub: 'b' })}.${signature}`)).rejects.toMatchObject({ code: 'id_token_signature' });
  });

  it('fetches the keys again for an unknown kid, then refuses and names it', async () => {
    const token = await provider.key.sign({}, { kid: 'gone' });
    await expect(open(token)).rejects.toMatchObject({
      code: 'id_token_signature',
      message: expect.stringContaining('no ES256 key of the provider fits kid gone; its keys are one'),
    });
    expect(provider.count('/keys')).toBe(2);
  });

  it('follows a rotation to a new kid and to new material under the same kid, both at once', async () => {
    const two = await makeSigningKey('ES256', 'two');
    const twoAgain = await makeSigningKey('ES256', 'two');
    await open(await provider.key.sign({}));
    publish(two.publicJwk);
    await open(await two.sign({}));
    publish(twoAgain.publicJwk);
    await open(await twoAgain.sign({}));
    expect(provider.count('/keys')).toBe(3);
  });

  it('tries both of two keys with one kid, and all that fit where there is no kid', async () => {
    const [a, b] = [await makeSigningKey(), await makeSigningKey()];
    publish(a.publicJwk, b.publicJwk);
    await open(await b.sign({}));
    publish(without(a.publicJwk), without(b.publicJwk));
    await open(await b.sign({}, { kid: undefined }));
    await open(await a.sign({}, { kid: undefined }));
  });

  it('says whose key set is empty, which is no fault of the token', async () => {
    publish();
    await expect(open(await provider.key.sign({}))).rejects.toMatchObject({ code: 'keys_unavailable', status: 503 });
  });

  it('refuses what is too long, however well signed', async () => {
    await expect(open(await provider.key.sign({ a: 'x'.repeat(10_000) }))).rejects.toMatchObject({ code: 'id_token_invalid' });
    expect(provider.count('/keys')).toBe(0);
  });

  it('never uses a key for encryption', async () => {
    publish({ ...provider.key.publicJwk, use: 'enc' });
    await expect(open(await provider.key.sign({}))).rejects.toMatchObject({ code: 'id_token_signature' });
  });

  it('skips a key that cannot be used', async () => {
    publish({ ...provider.key.publicJwk, x: 'AA' }, provider.key.publicJwk);
    await expect(open(await provider.key.sign({ a: 1 }))).resolves.toMatchObject({ claims: { a: 1 } });
  });

  it('refuses an RSA key that is too short', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    publish({ ...publicKey.export({ format: 'jwk' }) });
    const token = `${encoded({ alg: 'RS256' })}.${encoded({})}.${Buffer.alloc(128).toString('base64url')}`;
    await expect(open(token)).rejects.toMatchObject({ code: 'id_token_signature' });
  });

  it('says that keys are missing rather than that the token is wrong', async () => {
    provider.answers.set('/keys', answering(503));
    await expect(open(await provider.key.sign({}))).rejects.toMatchObject({ code: 'keys_unavailable' });
  });

  it('says that keys are missing, too, when it names one that is new while they are out of reach', async () => {
    await open(await provider.key.sign({}));
    provider.answers.set('/keys', answering(503));
    const [unknown, forged] = [await (await makeSigningKey()).sign({}, { kid: 'new' }), await (await makeSigningKey()).sign({})];
    await expect(open(unknown)).rejects.toMatchObject({ code: 'keys_unavailable', status: 503 });
    // One of a key that we have is wrong, whatever else is out of reach.
    await expect(open(forged)).rejects.toMatchObject({ code: 'id_token_signature' });
    await open(await provider.key.sign({}));
  });

  it.each([
    ['crit', { crit: ['exp'] }],
    ['b64', { b64: false }],
    ['zip', { zip: 'DEF' }],
    ['a kid that is no text', { kid: 7 }],
    ['another type', { typ: 'at+jwt' }],
    ['a type that is no text', { typ: 7 }],
  ])('refuses a header with %s', async (_title, header) => {
    const [, payload, signature] = (await provider.key.sign({})).split('.');
    await expect(open(`${encoded({ alg: 'ES256', kid: 'one', ...header })}.${payload}.${signature}`)).rejects.toMatchObject({
      code: 'id_token_invalid',
    });
  });

  const oddTexts = '|a|a.b|...|a.b.c|a.b.c.d|a.b.c.d.e|a.b.c.d.e.f'.split('|');
  it.each([...oddTexts, `${encoded([])}.e30.x`, 'x'.repeat(10_001)])('refuses %p', async (token) => {
    await expect(open(token)).rejects.toMatchObject({ name: 'OidcError', code: 'id_token_invalid' });
  });

  it.each([
    ['no JSON object', '[]'],
    ['nested deeper than claims may be', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`],
    ['no UTF-8, so that subs would be confused', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d])],
  ])('refuses a payload that is %s', async (_title, payload) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    publish({ ...publicKey.export({ format: 'jwk' }) });
    const token = await new CompactSign(Buffer.from(payload)).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
    await expect(open(token)).rejects.toMatchObject({ code: 'id_token_invalid' });
  });

  it('opens a payload that is nested as deep as claims may be', async () => {
    await expect(open(await provider.key.signText(`{"a":${'['.repeat(63)}${']'.repeat(63)}}`))).resolves.toBeDefined();
  });
});

describe('openSignedToken, where a setting allows HS256', () => {
  const clientSecret = 'a-client-secret-of-32-characters';
  const signedBy = (secret: string) =>
    new CompactSign(Buffer.from('{"a":1}')).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(secret));
  const openWith = (token: string, secret: string | undefined) =>
    openSignedToken(KIND, token, { keys, algorithms: ['HS256'], decryptionKey: undefined, clientSecret: secret });

  it('takes the client secret for the key, and asks for no other', async () => {
    expect((await openWith(await signedBy(clientSecret), clientSecret)).claims).toEqual({ a: 1 });
    expect(provider.count('/keys')).toBe(0);
  });

  it('never takes a published key, whatever its type', async () => {
    publish({ kty: 'oct', k: Buffer.from(clientSecret).toString('base64url') }, provider.key.publicJwk);
    for (const secret of [clientSecret, JSON.stringify(provider.key.publicJwk)]) {
      await expect(openWith(await signedBy(secret), 'another-secret-of-32-characters!!')).rejects.toMatchObject({
        code: 'id_token_signature',
      });
    }
  });

  it('refuses a secret that is too short to be one, and none', async () => {
    await expect(openWith(await signedBy(clientSecret), clientSecret.slice(1))).rejects.toMatchObject({ code: 'id_token_algorithm' });
    await expect(openWith(await signedBy(clientSecret), undefined)).rejects.toMatchObject({ code: 'id_token_algorithm' });
  });
});

describe('openSignedToken, of an encrypted token', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const encrypt = async (header: object = {}) =>
    new CompactEncrypt(Buffer.from(await provider.key.sign({ a: 1 })))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', ...header })
      .encrypt(publicKey);

  it('says who encrypts and what to do when no key is set', async () => {
    await expect(open(await encrypt())).rejects.toMatchObject({
      code: 'id_token_encrypted',
      message: expect.stringMatching(/RSA-OAEP-256.*turn encryption off/),
    });
  });

  it('opens it with the key and keeps the signed token that was inside', async () => {
    const { claims, jws } = await open(await encrypt(), ALL, privateKey);
    expect(claims).toEqual({ a: 1 });
    expect(jws.split('.')).toHaveLength(3);
  });

  it('checks the signature inside', async () => {
    const forged = await new CompactEncrypt(Buffer.from(await (await makeSigningKey()).sign({})))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
      .encrypt(publicKey);
    await expect(open(forged, ALL, privateKey)).rejects.toMatchObject({ code: 'id_token_signature' });
  });

  it('refuses one for another key, one that is compressed, and one within another', async () => {
    const { privateKey: another } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await expect(open(await encrypt(), ALL, another)).rejects.toMatchObject({ code: 'id_token_encrypted' });
    const [, ...rest] = (await encrypt()).split('.');
    await expect(
      open([encoded({ alg: 'RSA-OAEP-256', enc: 'A256GCM', zip: 'DEF' }), ...rest].join('.'), ALL, privateKey),
    ).rejects.toMatchObject({ code: 'id_token_invalid' });
    const twice = await new CompactEncrypt(Buffer.from(await encrypt()))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
      .encrypt(publicKey);
    await expect(open(twice, ALL, privateKey)).rejects.toMatchObject({ code: 'id_token_invalid' });
  });
});
