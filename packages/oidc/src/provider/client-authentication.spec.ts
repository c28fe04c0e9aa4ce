import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { clientAuthentication } from './client-authentication.js';

const SERVER = { issuer: 'https://p.example', token_endpoint: 'https://p.example/token' };

const AUDIENCE = 'https://p.example/whoever-is-meant';

async function authenticate(credentials: Partial<Parameters<typeof clientAuthentication>[0]>, clientId = 'app', server: object = {}) {
  const body = new URLSearchParams();
  const headers = new Headers();
  const method = clientAuthentication({
    clientAuth: 'client_secret_basic',
    clientSecret: undefined,
    clientPrivateKey: undefined,
    ...credentials,
  })(AUDIENCE);
  await Promise.resolve(method({ ...SERVER, ...server }, { client_id: clientId }, body, headers));
  const basic = headers.get('authorization')?.replace('Basic ', '') ?? '';
  return { form: Object.fromEntries(body), basic: Buffer.from(basic, 'base64').toString() };
}
const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8') => key.export({ format: 'pem', type }).toString();

describe('client_secret_basic', () => {
  it('form-encodes both halves before it joins them', async () => {
    const { basic, form } = await authenticate({ clientSecret: 'a+b/c%d:e=f é' }, 'app:1 x');
    expect(basic).toBe('app%3A1+x:a%2Bb%2Fc%25d%3Ae%3Df+%C3%A9');
    expect(form).toEqual({});
  });

  it('leaves as they are the characters that a server without decoding would stumble over', async () => {
    expect((await authenticate({ clientSecret: "a-b_c.d*e!f~g'h(i)" }, 'rp-client')).basic).toBe("rp-client:a-b_c.d*e!f~g'h(i)");
  });
});

describe('client_secret_post and none', () => {
  it('put id and secret, or the id alone, into the form', async () => {
    expect((await authenticate({ clientAuth: 'client_secret_post', clientSecret: 'a+b %é' })).form).toEqual({
      client_id: 'app',
      client_secret: 'a+b %é',
    });
    expect(await authenticate({ clientAuth: 'none' })).toEqual({ form: { client_id: 'app' }, basic: '' });
  });
});

describe('private_key_jwt', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const ec = (curve: string) => generateKeyPairSync('ec', { namedCurve: curve }).privateKey;
  const ed = generateKeyPairSync('ed25519').privateKey;

  async function assertion(text: string, server: object = {}, { kid }: { kid?: string } = { kid: 'my-key' }) {
    const { form } = await authenticate({ clientAuth: 'private_key_jwt', clientPrivateKey: { pem: text, kid } }, 'app', server);
    expect(form).toMatchObject({ client_id: 'app', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' });
    return form.client_assertion ?? '';
  }

  const [p256, p384, p521] = [ec('prime256v1'), ec('secp384r1'), ec('secp521r1')];

  it.each<[string, string, KeyObject, string[], string]>([
    ['RSA in PKCS#8', pem(rsa), rsa, [], 'RS256'],
    ['RSA in PKCS#1', pem(rsa, 'pkcs1'), rsa, ['RS256', 'PS256'], 'RS256'],
    ['RSA where only PSS is taken', pem(rsa), rsa, ['PS256'], 'PS256'],
    ['EC on P-256', pem(p256, 'sec1'), p256, [], 'ES256'],
    ['EC on P-384', pem(p384), p384, [], 'ES384'],
    ['EC on P-521', pem(p521), p521, [], 'ES512'],
    ['Ed25519', pem(ed), ed, [], 'EdDSA'],
    ['Ed25519 under its new name', pem(ed), ed, ['Ed25519'], 'Ed25519'],
    ['a JWK', JSON.stringify(rsa.export({ format: 'jwk' })), rsa, [], 'RS256'],
    ['a JWK that says PS256', JSON.stringify({ ...rsa.export({ format: 'jwk' }), alg: 'PS256' }), rsa, ['RS256', 'PS256'], 'PS256'],
    ['a JWK that says RS512', JSON.stringify({ ...rsa.export({ format: 'jwk' }), alg: 'RS512' }), rsa, ['RS256'], 'RS512'],
    ['a JWK that says Ed25519', JSON.stringify({ ...ed.export({ format: 'jwk' }), alg: 'Ed25519' }), ed, [], 'Ed25519'],
  ])('signs with %s', async (_title, text, key, algorithms, algorithm) => {
    const jwt = await assertion(text, { token_endpoint_auth_signing_alg_values_supported: algorithms });
    expect(decodeProtectedHeader(jwt)).toMatchObject({ alg: algorithm, kid: 'my-key' });
    const { payload } = await jwtVerify(jwt, createPublicKey(key), { audience: AUDIENCE, issuer: 'app', subject: 'app' });
    expect(payload).toMatchObject({ jti: expect.any(String), exp: expect.any(Number), iat: expect.any(Number) });
  });

  it("uses a JWK's own kid where none is set, and none where there is none", async () => {
    const jwk = JSON.stringify({ ...rsa.export({ format: 'jwk' }), kid: 'own' });
    const kidOf = async (text: string) => decodeProtectedHeader(await assertion(text, {}, {})).kid;
    expect(await kidOf(jwk)).toBe('own');
    expect(await kidOf(pem(rsa))).toBeUndefined();
  });

  it('makes a new assertion each time', async () => {
    const method = clientAuthentication({
      clientAuth: 'private_key_jwt',
      clientSecret: undefined,
      clientPrivateKey: { pem: pem(rsa), kid: undefined },
    })(AUDIENCE);
    const made = new Set<string | null>();
    for (let time = 0; time < 2; time++) {
      const body = new URLSearchParams();
      await Promise.resolve(method(SERVER, { client_id: 'app' }, body, new Headers()));
      made.add(body.get('client_assertion'));
    }
    expect(made.size).toBe(2);
  });
});

describe('clientAuthentication', () => {
  it.each([
    ['a secret for Basic', { clientAuth: 'client_secret_basic', clientSecret: undefined }],
    ['an empty secret', { clientAuth: 'client_secret_post', clientSecret: '' }],
    ['a key', { clientAuth: 'private_key_jwt' }],
    ['a key that can be read', { clientAuth: 'private_key_jwt', clientPrivateKey: { pem: 'TOP SECRET', kid: undefined } }],
  ] as const)('wants %s, and shows nothing of it', async (_title, credentials) => {
    await expect(authenticate(credentials)).rejects.toMatchObject({
      code: 'configuration',
      status: 500,
      message: expect.not.stringContaining('TOP SECRET'),
    });
  });

  it.each([
    ['of another use', () => pem(generateKeyPairSync('x25519').privateKey)],
    ['whose alg is for encryption', () => JSON.stringify({ ...jwkOf('rsa'), alg: 'RSA-OAEP' })],
    ['whose alg does not fit its curve', () => JSON.stringify({ ...jwkOf('ec'), alg: 'ES384' })],
  ])('refuses a key %s', async (_title, make) => {
    const key = make();
    await expect(authenticate({ clientAuth: 'private_key_jwt', clientPrivateKey: { pem: key, kid: undefined } })).rejects.toMatchObject({
      code: 'configuration',
    });
  });

  function jwkOf(type: 'rsa' | 'ec') {
    const pair = type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return pair.privateKey.export({ format: 'jwk' });
  }
});
