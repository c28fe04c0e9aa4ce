import type { JsonObject } from '@fanlight/oidc';
import { claimGroups, claimRow } from './claim-rows.js';

const now = Date.UTC(2026, 10, 25, 0, 12, 30);
const seconds = now / 1000;

describe('A claim', () => {
  it('that is a time is shown as a date with what the provider sent', () => {
    expect(claimRow('exp', seconds + 600, now)).toMatchObject({
      text: '25 November 2026 at 00:22 UTC, in 10 minutes',
      raw: String(seconds + 600),
    });
  });

  it.each([
    ['a time as text', 'exp', 'soon', 'soon'],
    ['a time that no date can hold', 'exp', 1e30, '1e+30'],
    ['a number that is no time', 'ver', 1, '1'],
    ['a truth value', 'email_verified', false, 'false'],
    ['null', 'nickname', null, 'null'],
    ['an empty text', 'nickname', '', '(empty)'],
    ['an empty list', 'groups', [], '(none)'],
    ['markup', 'name', '<script>', '<script>'],
  ])('that is %s is shown as it is', (_what, name, value, text) => {
    const row = claimRow(name, value, now);
    expect(row.text).toBe(text);
    expect(row.raw).toBeUndefined();
  });

  it('with 10,000 groups shows the first 50 and how many there are', () => {
    const { list } = claimRow(
      'groups',
      Array.from({ length: 10_000 }, (_, index) => `g${index}`),
      now,
    );
    expect(list?.items).toHaveLength(50);
    expect(list).toMatchObject({ more: 'and 9,950 more, 10,000 in all' });
  });

  it('with exactly 50 groups shows all of them and no count', () => {
    expect(claimRow('groups', Array.from({ length: 50 }, String), now).list).toMatchObject({ more: undefined });
  });

  it('that is nested is shown as JSON, a list with an object in it too', () => {
    expect(claimRow('address', { country: 'GB' }, now).json).toBe('{\n  "country": "GB"\n}');
    expect(claimRow('roles', ['a', { b: 1 }], now).json).toContain('"b": 1');
  });

  it('that is too long or too deep is cut short, not a failure', () => {
    expect(claimRow('x', 'y'.repeat(9000), now).text).toHaveLength(4000 + '... (9,000 characters)'.length);
    const deep: unknown = JSON.parse('['.repeat(5_000) + ']'.repeat(5_000));
    expect(claimRow('x', deep, now).json?.length).toBeLessThan(5_000);
  });
});

describe('The groups of claims', () => {
  it('follow the order of their headings, and leave out the empty ones', () => {
    const groups = claimGroups({ iss: 'i', custom: 1, amr: ['pwd'], email: 'e', sub: 's' }, now);
    expect(groups.map(({ title, claims }) => [title, claims.map(({ name }) => name)])).toEqual([
      ['You', ['email']],
      ['How you signed in', ['amr']],
      ['The token itself', ['iss', 'sub']],
      ['Of this provider', ['custom']],
    ]);
  });

  it('take names of JavaScript for names like any other', () => {
    const claims = JSON.parse('{"__proto__": {"polluted": true}, "constructor": "c", "toString": "t"}') as JsonObject;
    const [group] = claimGroups(claims, now);
    expect(group?.claims.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(group?.claims.map(({ meaning }) => meaning)).toEqual(Array(3).fill(expect.stringContaining('Not a standard claim')));
    expect({}).not.toHaveProperty('polluted');
  });
});
