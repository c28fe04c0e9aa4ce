import fc from 'fast-check';
import { parseEnvFile } from '@fanlight/signin/settings';
import { envLine, envText } from './env-text.js';

const none = {};

describe('envText', () => {
  it('writes a new file', () => {
    const { text, changes } = envText(undefined, none, { OKTA_ORG_URL: 'https://x.okta.com', OIDC_CLIENT_ID: '0oa1' }, []);
    expect(text).toBe('OKTA_ORG_URL=https://x.okta.com\nOIDC_CLIENT_ID=0oa1\n');
    expect(changes.map(({ kind }) => kind)).toEqual(['added', 'added']);
  });

  it('keeps every line that it does not know, and the place of those that it changes', () => {
    const before = '# mine\n\nexport OIDC_CLIENT_ID="old"\nLOG_LEVEL=debug # loud\nnonsense\n';
    const { text, changes } = envText(before, { OIDC_CLIENT_ID: 'old', LOG_LEVEL: 'debug' }, { OIDC_CLIENT_ID: 'new' }, []);
    expect(text).toBe('# mine\n\nOIDC_CLIENT_ID=new\nLOG_LEVEL=debug # loud\nnonsense\n');
    expect(changes).toEqual([{ name: 'OIDC_CLIENT_ID', kind: 'changed' }]);
  });

  it('changes nothing where the value is the same, however it is written', () => {
    const before = "OIDC_CLIENT_ID = '0oa1'   # from the console\n";
    expect(envText(before, { OIDC_CLIENT_ID: '0oa1' }, { OIDC_CLIENT_ID: '0oa1' }, [])).toEqual({ text: before, changes: [] });
  });

  it('makes a comment of what must not be set any more', () => {
    const { text, changes } = envText('OIDC_ISSUER=https://idp.example\nPORT=1\n', none, { OKTA_ORG_URL: 'https://x.okta.com' }, [
      'OIDC_ISSUER',
    ]);
    expect(text).toBe('# OIDC_ISSUER=https://idp.example\nPORT=1\nOKTA_ORG_URL=https://x.okta.com\n');
    expect(changes.map(({ name }) => name)).toEqual(['OIDC_ISSUER', 'OKTA_ORG_URL']);
  });

  it('changes the line that counts where a name stands twice', () => {
    expect(envText('A=1\nA=2\n', { A: '2' }, { A: '3' }, []).text).toBe('A=1\nA=3\n');
  });

  it('keeps the line breaks of the file', () => {
    expect(envText('A=1\r\nB=2\r\n', { A: '1' }, { C: '3' }, []).text).toBe('A=1\r\nB=2\r\nC=3\r\n');
  });

  it('ends a file that lacks its last line break', () => {
    expect(envText('A=1', { A: '1' }, { B: '2' }, []).text).toBe('A=1\nB=2\n');
  });
});

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
