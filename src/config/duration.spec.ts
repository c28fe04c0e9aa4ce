import fc from 'fast-check';
import { readDuration } from './duration.js';
import { SettingRefused } from './setting-refused.js';

describe('readDuration', () => {
  it.each([
    ['90s', 90],
    ['30m', 1800],
    ['12h', 43_200],
    ['7d', 604_800],
    ['1s', 1],
    ['3650d', 315_360_000],
  ])('reads %s as %i seconds', (text, seconds) => {
    expect(readDuration(text)).toBe(seconds);
  });

  it.each(['', '0s', '30', 'm', '-1m', '1.5h', '30 m', '30M', '1h30m', '3651d', '9999999999s', '1e3s', '٣m', 'Infinity'])(
    'refuses %j',
    (text) => {
      expect(() => readDuration(text)).toThrow(SettingRefused);
    },
  );

  it('answers a whole number of seconds from 1 to ten years, or refuses', () => {
    const text = fc.oneof(
      fc.string(),
      fc.tuple(fc.nat(), fc.constantFrom('s', 'm', 'h', 'd')).map(([count, unit]) => `${count}${unit}`),
    );
    fc.assert(
      fc.property(text, (input) => {
        try {
          const seconds = readDuration(input);
          expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= 315_360_000).toBe(true);
        } catch (error) {
          if (!(error instanceof SettingRefused)) throw error;
        }
      }),
    );
  });
});
