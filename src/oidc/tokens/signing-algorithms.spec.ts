import { allowedAlgorithms, KEY_ALGORITHMS, keyShape, signatureHash } from './verification-keys.js';

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

describe('keyShape', () => {
  it('knows no shared secret and no inherited name', () => {
    expect(KEY_ALGORITHMS.some((algorithm) => /^HS|^none$/.test(algorithm))).toBe(false);
    expect(['HS256', 'none', 'constructor', ''].map(keyShape)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
