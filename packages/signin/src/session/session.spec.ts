import fc from 'fast-check';
import { newSessionId, sessionKey } from './session.js';

describe('the id of a session', () => {
  it('is 256 random bits in 43 characters that need no escaping in a cookie', () => {
    const ids = new Set(Array.from({ length: 1000 }, newSessionId));
    expect(ids.size).toBe(1000);
    for (const id of ids) {
      expect(id).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(id, 'base64url')).toHaveLength(32);
    }
  });

  it('is stored as its SHA-256', () => {
    // printf 'A%.0s' $(seq 43) | openssl dgst -sha256 -binary | basenc --base64url
    expect(sessionKey('A'.repeat(43))).toBe('DwBzhbb51LfusnSGBa_hqYSgo7-j8BTQnip4TOnlzRo');
  });

  it.each([
    ['nothing', ''],
    ['too short', 'A'.repeat(42)],
    ['too long', 'A'.repeat(44)],
    ['very long', 'A'.repeat(8192)],
    ['padding', `${'A'.repeat(42)}=`],
    ['the other base64 alphabet', `${'A'.repeat(42)}+`],
    ['a line break at the end', `${'A'.repeat(43)}\n`],
    ['a NUL', `${'A'.repeat(42)}\0`],
    ['letters that only look alike', `${'A'.repeat(42)}А`],
  ])('is refused without a look at the store when it has or is %s', (_what, cookie) => {
    expect(sessionKey(cookie)).toBeUndefined();
  });

  it('has a key for nothing but 43 characters of base64url', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sessionKey(text) !== undefined).toBe(/^[A-Za-z0-9_-]{43}$/.test(text) && text.length === 43);
      }),
    );
  });
});
