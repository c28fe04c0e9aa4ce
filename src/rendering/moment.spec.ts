import { duration, moment, ownMoment } from './moment.js';

const now = Date.UTC(2026, 10, 25, 0, 12, 30);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('moment', () => {
  it('says the date in words, in UTC, and for machines', () => {
    expect(moment(Date.UTC(2026, 0, 3, 4, 5, 59), now)).toMatchObject({ text: '3 January 2026 at 04:05 UTC', iso: '2026-01-03T04:05Z' });
  });

  it.each([
    [0, 'just now'],
    [-59_999, 'just now'],
    [1, 'in less than a minute'],
    [-minute, '1 minute ago'],
    [-59 * minute, '59 minutes ago'],
    [-59.6 * minute, '1 hour ago'],
    [12 * hour - 1, 'in 12 hours'],
    [23.6 * hour, 'in 1 day'],
    [-40 * day, '40 days ago'],
  ])('says how far away %d milliseconds are', (difference, words) => {
    expect(moment(now + difference, now)?.relative).toBe(words);
  });

  it.each([8.64e15, -8.64e15, 0])('holds %d', (at) => {
    expect(moment(at, now)?.iso).toMatch(/^[+-]?\d+-\d\d-\d\dT\d\d:\d\d/);
  });

  it.each([8.64e15 + 1, Number.NaN, Infinity, 1e40])('is undefined for %d', (at) => {
    expect(moment(at, now)).toBeUndefined();
  });

  it('throws for a time of our own that is none', () => {
    expect(() => ownMoment(Number.NaN, now)).toThrow(RangeError);
  });
});

describe('duration', () => {
  it.each([
    [1800, '30 minutes'],
    [43_200, '12 hours'],
    [3600, '1 hour'],
    [90, '90 seconds'],
    [172_800, '2 days'],
    [1, '1 second'],
  ])('says %d seconds in the largest unit that divides them', (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });
});
