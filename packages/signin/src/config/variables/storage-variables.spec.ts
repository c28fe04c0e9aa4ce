import fc from 'fast-check';
import { SettingRefused } from '../configuration-error.js';
import { readDatabaseUrl, readDuration, readSessionStoreUrl } from './storage-variables.js';

describe('readDatabaseUrl', () => {
  it.each([
    ['sqlite:data/app.db', 'data/app.db'],
    ['sqlite://data/app.db', 'data/app.db'],
    ['sqlite:/var/lib/app.db', '/var/lib/app.db'],
    ['sqlite:///var/lib/app.db', '/var/lib/app.db'],
    ['SQLITE:My Data/app.db', 'My Data/app.db'],
    ['sqlite::memory:', ':memory:'],
  ])('reads %s', (text, file) => {
    expect(readDatabaseUrl(text)).toEqual({ kind: 'sqlite', file });
  });

  it.each([
    'postgres://u:p%23w@db.example:5432/app?sslmode=require',
    'postgresql://localhost/app',
    'postgres:///app?host=/run/postgresql',
    'postgres://u:p%23w@/app?host=/cloudsql/project:region:instance',
    'postgres://u@/app?host=%2Frun%2Fpostgresql',
  ])('keeps %s as it is written', (url) => {
    expect(readDatabaseUrl(url)).toEqual({ kind: 'postgres', url });
  });

  it.each([
    '',
    'sqlite:',
    'sqlite:data/',
    'sqlite:a?mode=ro',
    'mysql://u:hunter2@db/app',
    'postgres:app',
    'postgres://u:hunter2@/app',
    'postgres://u:hun#ter2@db/app',
    'data/app.db',
  ])('refuses %j without quoting it', (text) => {
    const refusal = refusalOf(() => readDatabaseUrl(text));
    expect(refusal.problem + refusal.fix).not.toMatch(/hunter2|hun#ter2/);
  });
});

describe('readSessionStoreUrl', () => {
  it.each([
    ['redis://localhost:6379', ['redis://localhost:6379'], false],
    ['rediss://:p%2Cw@cache.example:6380/2', ['rediss://:p%2Cw@cache.example:6380/2'], false],
    ['redis://:a,b@cache.example', ['redis://:a,b@cache.example'], false],
    ['redis://a:1,redis://b:2', ['redis://a:1', 'redis://b:2'], true],
    ['redis://a:1/0 , redis://b:2', ['redis://a:1/0', 'redis://b:2'], true],
    ['redis+cluster://a:1', ['redis://a:1'], true],
    ['rediss+cluster://a:1,rediss+cluster://b:2', ['rediss://a:1', 'rediss://b:2'], true],
  ])('reads %s', (text, urls, cluster) => {
    expect(readSessionStoreUrl(text)).toEqual({ kind: 'redis', urls, cluster });
  });

  it('reads the database as the default that it is', () => {
    expect(readSessionStoreUrl('database')).toEqual({ kind: 'database' });
  });

  it.each([
    '',
    'localhost:6379',
    'redis:',
    'redis://',
    'redis://a:1,b:2',
    'redis+cluster://a:1/3',
    'redis://a/1,redis://b/1',
    'redis://:hun#ter2@a',
    'memcached://a',
  ])('refuses %j without quoting it', (text) => {
    const refusal = refusalOf(() => readSessionStoreUrl(text));
    expect(refusal.problem + refusal.fix).not.toContain('hun#ter2');
  });
});

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

  it('returns a whole number of seconds from 1 to ten years, or refuses', () => {
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

function refusalOf(read: () => unknown): SettingRefused {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingRefused) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}
