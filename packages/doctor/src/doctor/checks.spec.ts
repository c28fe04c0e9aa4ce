import { catalogue } from '../diagnosis/catalogue/catalogue.js';
import { checks } from './checks.js';

describe('the table of checks', () => {
  it('names each check once', () => {
    for (const name of ['id', 'title'] as const) expect(new Set(checks.map((check) => check[name])).size).toBe(checks.length);
  });

  it('puts a check after those that it needs', () => {
    for (const [index, { id, needs = ['discovery'] }] of checks.entries()) {
      for (const needed of needs)
        expect([id, checks.slice(0, index).map((check) => check.id)]).toEqual([id, expect.arrayContaining([needed])]);
    }
  });

  it('holds every check that docs/okta.md names', () => {
    const titles = checks.map(({ title }) => title);
    const named = catalogue.flatMap(({ row }) =>
      [...JSON.stringify(row?.doctor ?? '').matchAll(/check “([^”]+)”/g)].map(([, title]) => title),
    );
    expect(named.length).toBeGreaterThan(20);
    for (const title of named) expect(titles).toContain(title);
  });
});
