import { parseJsonObject } from './json-object.js';

const nested = (depth: number): string => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

describe('parseJsonObject', () => {
  it.each(['{"a":[{"b":null}]}', nested(64)])('reads %s', (text) => {
    expect(parseJsonObject(text)).toEqual(JSON.parse(text));
  });

  it.each(['', 'x', 'null', '7', '"{}"', '[]', '[{}]', '{} {}'])('reads no object from %p', (text) => {
    expect(parseJsonObject(text)).toBeUndefined();
  });

  it('refuses what is nested too deep to be walked through, however deep', () => {
    for (const depth of [65, 5000, 1_000_000]) expect(parseJsonObject(nested(depth))).toBeUndefined();
  });
});
