import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProblemList } from './configuration-error.js';
import { sessionSettings } from './session-settings.js';
import { readVariables } from './variables/variables.js';

const strong = 'kZ8vQ2mT5xW9bN3cR7yL1pF6hJ4gD0sA';

describe('sessionSettings', () => {
  let directory = '';
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'session-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  function settings(texts: Readonly<Record<string, string>>, dataDirectory = join(directory, 'data')) {
    const problems = new ProblemList();
    const session = sessionSettings(readVariables(new Map(Object.entries(texts)), problems), dataDirectory, problems);
    return { session, problems: problems.toError().problems, warnings: problems.warnings };
  }

  it('makes a secret in development and keeps it, readable by this user alone', () => {
    const first = settings({}).session?.secrets;
    expect(first?.[0]).toMatch(/^[\w-]{43}$/);
    expect(settings({ NODE_ENV: 'test' }).session?.secrets).toEqual(first);
    expect(readdirSync(join(directory, 'data'))).toEqual(['.gitignore', 'session-secret']);
    expect(statSync(join(directory, 'data', 'session-secret')).mode & 0o777).toBe(0o600);
  });

  it('replaces a kept secret that was cut short', () => {
    mkdirSync(join(directory, 'data'));
    writeFileSync(join(directory, 'data', 'session-secret'), 'short');
    const secrets = settings({}).session?.secrets;
    expect(readFileSync(join(directory, 'data', 'session-secret'), 'utf8').trim()).toBe(secrets?.[0]);
    expect(secrets?.[0]).toHaveLength(43);
  });

  it('says that data/ cannot be written', () => {
    writeFileSync(join(directory, 'data'), 'a file in the way');
    expect(settings({})).toMatchObject({
      session: undefined,
      problems: [
        {
          setting: 'SESSION_SECRET',
          problem: expect.stringMatching(/data.*\((EEXIST|ENOTDIR)\)/),
          fix: expect.stringContaining('writable'),
        },
      ],
    });
  });

  it('takes several secrets, newest first', () => {
    const text = `${strong}, ${strong}older`;
    expect(settings({ SESSION_SECRET: text, NODE_ENV: 'production' })).toMatchObject({
      session: { secrets: [strong, `${strong}older`], idleTimeout: 1800, absoluteTimeout: 43_200 },
      problems: [],
      warnings: [],
    });
  });

  it.each([
    [undefined, 'is missing'],
    ['too-short', 'shorter than 32'],
    ['changeme-changeme-changeme-changeme', 'placeholder'],
    ['{32 random characters of your own}', 'placeholder'],
    ['a'.repeat(64), 'repeats'],
    ['1234567'.repeat(6), 'repeats'],
    [`${strong},short`, 'secret 2 of 2'],
    [`${strong},${strong}`, 'twice'],
    [`${strong},`, 'empty secret'],
  ])('refuses SESSION_SECRET=%s in production', (secret, problem) => {
    const { problems } = settings({ NODE_ENV: 'production', ...(secret === undefined ? {} : { SESSION_SECRET: secret }) });
    expect(problems).toMatchObject([{ setting: 'SESSION_SECRET', problem: expect.stringContaining(problem) }]);
    expect(secret === undefined || !JSON.stringify(problems).includes(secret)).toBe(true);
  });

  it('takes a weak secret in development and warns of it', () => {
    const { session, problems, warnings } = settings({ SESSION_SECRET: 'weak' });
    expect({ secrets: session?.secrets, problems }).toEqual({ secrets: ['weak'], problems: [] });
    expect(warnings).toMatchObject([{ setting: 'SESSION_SECRET' }]);
  });

  it('refuses an idle time beyond the absolute one, and fits the one that is not set', () => {
    const times = { SESSION_SECRET: strong, SESSION_ABSOLUTE_TIMEOUT: '10m' };
    expect(settings(times).session).toMatchObject({ idleTimeout: 600, absoluteTimeout: 600 });
    expect(settings({ ...times, SESSION_IDLE_TIMEOUT: '11m' }).problems).toMatchObject([{ setting: 'SESSION_IDLE_TIMEOUT' }]);
  });
});
