import fc from 'fast-check';
import { KeyRing } from './key-ring.js';
import { TokenSeal } from './token-seal.js';

const seal = new TokenSeal(new KeyRing(['new', 'old']), 'session-tokens');
const old = new TokenSeal(new KeyRing(['old']), 'session-tokens');
const tokens = { accessToken: 'access', expiresAt: 1_800_000_000, refreshToken: 'refresh' };

describe('sealed tokens', () => {
  it('open to what was sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), fc.string({ unit: 'binary' }), (payload, context) => {
        // JSON itself turns -0 to 0 and drops __proto__: compare with what it keeps.
        expect(seal.open(seal.seal(payload, context), context)).toEqual(JSON.parse(JSON.stringify(payload)));
      }),
    );
  });

  it('open to nothing in another context', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        fc.pre(one !== other);
        expect(seal.open(seal.seal(tokens, one), other)).toBeUndefined();
      }),
    );
  });

  it('open to nothing when any bit of them is changed', () => {
    const [keyId = '', text = ''] = seal.seal(tokens, 'session').split('.');
    const bytes = Buffer.from(text, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(seal.open(`${keyId}.${changed.toString('base64url')}`, 'session')).toBeUndefined();
    }
  });

  it('open to nothing when they are cut or are no sealed tokens at all', () => {
    const sealed = seal.seal(tokens, 'session');
    for (let length = 0; length < sealed.length; length += 1) expect(seal.open(sealed.slice(0, length), 'session')).toBeUndefined();
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(seal.open(text, 'session')).toBeUndefined()));
    fc.assert(fc.property(fc.base64String(), (text) => expect(seal.open(`${seal.keyId}.${text}`, 'session')).toBeUndefined()));
  });

  it('never look the same twice', () => {
    expect(seal.seal(tokens, 'session')).not.toBe(seal.seal(tokens, 'session'));
  });

  it('are sealed with the newest secret, and open with every one that is kept', () => {
    expect(seal.seal(tokens, 'session').split('.')[0]).toBe(seal.keyId);
    expect(seal.open(old.seal(tokens, 'session'), 'session')).toEqual(tokens);
    expect(old.open(seal.seal(tokens, 'session'), 'session')).toBeUndefined();
    expect([seal.knows(old.keyId), old.knows(seal.keyId)]).toEqual([true, false]);
  });

  it('of one purpose do not open for another', () => {
    const other = new TokenSeal(new KeyRing(['new', 'old']), 'login-transaction');
    expect(other.open(seal.seal(tokens, 'session'), 'session')).toBeUndefined();
  });
});
