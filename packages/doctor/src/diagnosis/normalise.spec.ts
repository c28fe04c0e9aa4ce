import { normalise } from './normalise.js';

describe('normalise', () => {
  it.each([
    ["The 'redirect_uri' parameter", ' the redirect uri parameter '],
    ["You can't, you cannot, you can not", ' you cannot you cannot you cannot '],
    ["It isn’t the client's", ' it is not the client '],
    ['ＰＫＣＥ\n\tfails…', ' pkce fails '],
    ['', ' '],
    ['— !? —', ' '],
  ])('reads %j as %j', (text, words) => {
    expect(normalise(text)).toBe(words);
  });
});
