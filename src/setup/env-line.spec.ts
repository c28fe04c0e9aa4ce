import fc from 'fast-check';
import { parseEnvFile } from '../config/sources/env-file.js';
import { envLine } from './env-line.js';

describe('envLine', () => {
  it.each([
    ['abc', 'X=abc'],
    ['a b', 'X=a b'],
    ['a#b', 'X=a#b'],
    ['a #b', 'X="a #b"'],
    ['"a"', `X='"a"'`],
    [' a ', 'X=" a "'],
    ['$HOME\\n', 'X=$HOME\\n'],
  ])('writes %j as %s', (value, line) => {
    expect(envLine('X', value)).toBe(line);
  });

  it('is read back to the letter, whatever the value', () => {
    const oneLine = fc.string({ unit: 'grapheme' }).filter((value) => !/[\r\n]/.test(value));
    const awkward = fc.string({ unit: fc.constantFrom('"', "'", '`', '#', ' ', '=', '\\', '$', 'a') });
    fc.assert(
      fc.property(fc.oneof(oneLine, awkward), (value) => {
        let line: string;
        try {
          line = envLine('X', value);
        } catch (error) {
          // All three quotes and a comment sign in one value: no line can hold it, and it says so.
          return error instanceof RangeError;
        }
        return parseEnvFile(line).values.get('X') === value;
      }),
    );
  });

  it('refuses a value with a line break', () => {
    expect(() => envLine('X', 'a\nb')).toThrow(RangeError);
  });
});
