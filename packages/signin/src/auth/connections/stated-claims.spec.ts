import { statedClaims } from './stated-claims.js';

const tokenOf = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

describe('What a token states, unproved', () => {
  it('is its issuer and audience', () => {
    expect(statedClaims(tokenOf({ iss: 'https://op.example', aud: 'app' }))).toEqual({ iss: 'https://op.example', aud: ['app'] });
  });

  it('is nothing where the token cannot be read, or is longer than any that is accepted', () => {
    expect(statedClaims('opaque')).toEqual({ aud: [] });
    expect(statedClaims(tokenOf({ iss: 'https://op.example', note: 'x'.repeat(32 * 1024) }))).toEqual({ aud: [] });
  });
});
