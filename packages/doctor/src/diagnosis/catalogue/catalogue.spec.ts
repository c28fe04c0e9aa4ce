import { catalogue } from './catalogue.js';

describe('catalogue', () => {
  it('covers all 43 rows', () => {
    const numbers = new Set(catalogue.map(({ row }) => row?.number).filter((number) => number !== undefined));
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 43 }, (_, index) => index + 1));
  });

  it('names each entry once', () => {
    const ids = catalogue.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('gives each of our own codes to one entry', () => {
    const codes = catalogue.flatMap(({ ownCodes = [] }) => ownCodes);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('says where each of Okta’s rows comes from, and what to do', () => {
    for (const entry of catalogue.filter(({ row }) => row)) {
      expect([entry.id, entry.source]).toEqual([entry.id, expect.stringMatching(/^https:\/\//)]);
      expect(entry.steps.length).toBeGreaterThan(0);
    }
  });

  it('writes words as they stand in a normalised text', () => {
    const words = catalogue
      .flatMap(({ words = [], notWords }) => [...words.flat(), ...(notWords === undefined ? [] : [notWords])])
      .flatMap((word) => word.split('|'));
    for (const word of words) expect(word).toMatch(/^[a-z0-9]+( [a-z0-9]+)* ?$/);
  });

  it('keeps sentences for people free of the names of programs’ errors', () => {
    for (const { id, title, summary } of catalogue) {
      expect([id, `${title} ${summary}`]).not.toEqual([id, expect.stringMatching(/\b[a-z]+_[a-z_]+\b(?<!acr_values)/)]);
      expect(summary.endsWith('.')).toBe(true);
    }
  });
});
