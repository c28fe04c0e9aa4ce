import fc from 'fast-check';
import { parseEnvFile } from './env-file.js';

function valueOf(line: string): string | undefined {
  return parseEnvFile(`BEFORE=1\n${line}\nAFTER=2\n`).values.get('A');
}

describe('parseEnvFile', () => {
  it.each([
    ['A=plain', 'plain'],
    ['A=', ''],
    ['A=""', ''],
    ['  A = spaced out  ', 'spaced out'],
    ['export A=exported', 'exported'],
    ['export  A="https://dev-1.okta.com/oauth2/default"', 'https://dev-1.okta.com/oauth2/default'],
    ["A='single'", 'single'],
    ['A="double"  ', 'double'],
    ['A=`back`', 'back'],
    ['A="quoted" # comment', 'quoted'],
    ['A=value # comment', 'value'],
    ['A= # comment', ''],
    ['A=#begins', '#begins'],
    ['A=mid#dle', 'mid#dle'],
    ['A="in # quotes"', 'in # quotes'],
    ['A="#"', '#'],
    ['A=$HOME', '$HOME'],
    ['A="${HOME}"', '${HOME}'],
    ['A="back\\nslash\\"', 'back\\nslash\\'],
    ['A=p@ss"w\'ord`', 'p@ss"w\'ord`'],
    ['A="a"b"', 'a"b'],
    ['A="it\'s"', "it's"],
    ['A="', '"'],
    ['A="open', '"open'],
    ['A=a=b==', 'a=b=='],
    ['A=a+b/c%d:e=f é', 'a+b/c%d:e=f é'],
    ['A="a+b/c%d:e=f é"', 'a+b/c%d:e=f é'],
    ['A=first\nA=second', 'second'],
    ['# A=commented', undefined],
    ['A', undefined],
    ['A: yaml', undefined],
    ['exportA=1', undefined],
  ])('reads %j as %j', (line, value) => {
    expect(valueOf(line)).toBe(value);
  });

  it('reads files with a byte order mark and with any line ending', () => {
    expect([...parseEnvFile('\uFEFFA=1\r\nB="2"\rC=3\n').values]).toEqual([
      ['A', '1'],
      ['B', '2'],
      ['C', '3'],
    ]);
  });

  it('says by line what it skipped, cut or could not close, without values', () => {
    const { notes } = parseEnvFile('A=1\nhunter2\nB=hunter2 #x\nC="hunter2\nA=hunter2\n# fine\n\nD="x" # fine');
    expect(notes.map(({ line, name, kind }) => [line, name, kind])).toEqual([
      [2, undefined, 'skipped'],
      [3, 'B', 'cut'],
      [4, 'C', 'unclosed'],
      [5, 'A', 'repeated'],
    ]);
    expect(JSON.stringify(notes)).not.toContain('hunter2');
  });

  const oneLine = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text));

  it('returns what is put between quotes to the letter', () => {
    const quote = fc.constantFrom('"', "'", '`');
    fc.assert(
      fc.property(oneLine, quote, (text, mark) => {
        fc.pre(!text.includes(mark));
        expect(valueOf(`export A=${mark}${text}${mark}`)).toBe(text);
      }),
    );
  });

  it('returns an unquoted secret to the letter, whatever signs it is made of', () => {
    const secret = fc.string({ minLength: 1 }).filter((text) => !/\s/.test(text) && !/^["'`]/.test(text));
    fc.assert(fc.property(secret, (text) => expect(valueOf(`A=${text}`)).toBe(text)));
  });

  it('reads any text without an error, and no line changes another', () => {
    fc.assert(
      fc.property(fc.string(), oneLine, (text, line) => {
        parseEnvFile(text);
        const { values } = parseEnvFile(`BEFORE=1\n${line}\nAFTER=2`);
        fc.pre(!/BEFORE|AFTER/.test(line));
        expect([values.get('BEFORE'), values.get('AFTER')]).toEqual(['1', '2']);
      }),
    );
  });
});
