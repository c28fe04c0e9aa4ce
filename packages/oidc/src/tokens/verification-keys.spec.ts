import { makeSigningKey } from '../../../../test/support/forging-provider.js';
import { allowedAlgorithms, keyAlgorithms, signatureHash, VerificationKeys } from './verification-keys.js';

const es = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
const rsa = { kty: 'RSA', n: 'n', e: 'AQAB' };
const fitting = (keys: readonly unknown[], algorithm: string, kid?: string) => new VerificationKeys(keys).candidates(algorithm, kid).length;

describe('VerificationKeys', () => {
  it.each([
    ['a key without alg, use and kid', [rsa], 'RS256', undefined, 1],
    ['a key that names the same alg', [{ ...rsa, alg: 'PS256' }], 'PS256', undefined, 1],
    ['a key that names another alg', [{ ...rsa, alg: 'PS256' }], 'RS256', undefined, 0],
    ['members that are null', [{ ...rsa, alg: null, use: null, key_ops: null }], 'RS256', undefined, 1],
    ['a key for encryption', [{ ...rsa, use: 'enc' }], 'RS256', undefined, 0],
    ['a key that may not verify', [{ ...rsa, key_ops: ['encrypt'] }], 'RS256', undefined, 0],
    ['a key that may verify', [{ ...rsa, key_ops: ['verify'] }], 'RS256', undefined, 1],
    ['a key of another type', [rsa], 'ES256', undefined, 0],
    ['a key on another curve', [{ ...es, crv: 'P-384' }], 'ES256', undefined, 0],
    [
      'one of several kids',
      [
        { ...rsa, kid: 'a' },
        { ...rsa, kid: 'b' },
      ],
      'RS256',
      'b',
      1,
    ],
    [
      'two keys with one kid',
      [
        { ...rsa, kid: 'a' },
        { ...rsa, kid: 'a' },
      ],
      'RS256',
      'a',
      2,
    ],
    [
      'several keys for a token without kid',
      [
        { ...rsa, kid: 'a' },
        { ...rsa, kid: 'b' },
      ],
      'RS256',
      undefined,
      2,
    ],
    ['a key without kid for a token with one', [rsa], 'RS256', 'a', 0],
    ['either name of EdDSA', [{ kty: 'OKP', crv: 'Ed25519', x: 'x', alg: 'EdDSA' }], 'Ed25519', undefined, 1],
    ['the other name of EdDSA', [{ kty: 'OKP', crv: 'Ed25519', x: 'x', alg: 'Ed25519' }], 'EdDSA', undefined, 1],
    ['an Ed25519 key for something else', [{ kty: 'OKP', crv: 'Ed25519', x: 'x', alg: 'ES256' }], 'EdDSA', undefined, 0],
    ['a secret', [{ kty: 'oct', k: 'secret' }], 'HS256', undefined, 0],
    ['rubbish', [null, 7, 'x', [], {}], 'RS256', undefined, 0],
    ['a hundred keys', Array.from({ length: 100 }, () => rsa), 'RS256', undefined, 16],
  ])('judges %s', (_title, keys, algorithm, kid, count) => {
    expect(fitting(keys, algorithm, kid)).toBe(count);
  });

  it('gives the same object each time, for jose to import once, and never a private part', async () => {
    const { publicJwk } = await makeSigningKey('ES256');
    const keys = new VerificationKeys([{ ...publicJwk, d: 'private-by-mistake' }]);
    const [first] = keys.candidates('ES256', 'one');
    const [again] = keys.candidates('ES256', 'one');
    expect(first).toEqual({ kty: 'EC', crv: 'P-256', x: publicJwk.x, y: publicJwk.y });
    expect(again).toBe(first);
  });
});

describe('allowedAlgorithms', () => {
  it.each([
    [undefined, undefined, ['RS256']],
    [undefined, ['ES256', 'RS256'], ['ES256', 'RS256']],
    [['PS256'], ['RS256'], ['PS256']],
    // A shared secret only where the setting asks for it.
    [['HS256', 'none', 'ES256'], undefined, ['HS256', 'ES256']],
    [undefined, ['HS256', 'none', 'toString', '__proto__'], []],
    [undefined, ['EdDSA'], ['EdDSA', 'Ed25519']],
    [undefined, ['Ed25519'], ['Ed25519', 'EdDSA']],
  ])('of the setting %j and the advertised %j takes %j', (configured, advertised, expected) => {
    expect(allowedAlgorithms(configured, advertised)).toEqual(expected);
  });
});

describe('signatureHash', () => {
  it('is the one in the name, and SHA-512 for EdDSA', () => {
    expect(['RS256', 'ES384', 'PS512', 'HS256', 'HS384', 'EdDSA', 'Ed25519'].map(signatureHash)).toEqual([
      'sha256',
      'sha384',
      'sha512',
      'sha256',
      'sha384',
      'sha512',
      'sha512',
    ]);
    expect(['none', 'constructor'].map(signatureHash)).toEqual([undefined, undefined]);
  });
});

describe('keyAlgorithms', () => {
  it('holds no shared secret', () => {
    expect(keyAlgorithms.some((algorithm) => /^HS|^none$/.test(algorithm))).toBe(false);
    for (const algorithm of ['none', 'constructor', '']) expect(allowedAlgorithms([algorithm], undefined)).toEqual([]);
  });
});
