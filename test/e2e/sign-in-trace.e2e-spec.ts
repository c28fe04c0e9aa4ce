import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { doctor } from '../../packages/doctor/src/doctor/doctor.js';
import { Browser } from '../support/browser.js';
import { jwtPattern } from '../support/jwt-pattern.js';
import { SecretCollector } from '../support/secret-collector.js';
import { signIn } from '../support/sign-in.js';
import { startApp } from '../support/start-app.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

const strong = 'a-session-secret-of-the-trace-spec-1234567890';
const production = { NODE_ENV: 'production', SESSION_SECRET: strong, LOG_LEVEL: 'info' };
const everything = { NODE_ENV: 'development', OIDC_SCOPES: 'openid profile email groups offline_access' };

interface Line {
  readonly reference?: string;
  readonly message?: string;
  readonly outcome?: string;
  readonly signIn?: readonly { readonly what: string; readonly failed?: true }[];
}

const linesOf = ({ app }: RunningPair): Line[] => app.log.map((line) => JSON.parse(line) as Line);
const tracesOf = (pair: RunningPair): Line[] => linesOf(pair).filter(({ signIn: steps }) => steps !== undefined);

/** What `npm run doctor -- --last` prints. */
async function printed(options: readonly string[], env: Readonly<Record<string, string>>, directory: string): Promise<string> {
  let text = '';
  const terminal = {
    say: (more: string) => void (text += more),
    confirm: () => Promise.resolve(false),
    paint: (_: unknown, words: string) => words,
  };
  await doctor(['--last', ...options], { env, directory }, terminal);
  return text;
}

describe('The record of a sign-in', () => {
  let pair: RunningPair;
  const secrets = new SecretCollector();

  const start = async (env: Readonly<Record<string, string>>): Promise<void> => {
    pair = await startPair(env);
  };
  beforeEach(() => secrets.start());
  afterEach(async () => {
    secrets.stop();
    await pair.close();
  });

  it('is on the profile page, in the log under the reference of its request, in a file and in the words of the doctor, the same everywhere', async () => {
    await start(everything);
    const profile = await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    const [trace] = tracesOf(pair);
    expect(trace).toMatchObject({ outcome: 'signed in' });
    const callback = linesOf(pair).find((line) => 'path' in line && line.path === '/authorization-code/callback');
    expect(trace?.reference).toBe(callback?.reference);
    const { signInTrace, dataDirectory } = pair.app.settings;
    const file = JSON.parse(readFileSync(signInTrace?.file ?? '', 'utf8')) as Line;
    expect(file).toMatchObject({ reference: trace?.reference, signIn: trace?.signIn });
    const words = await printed([], pair.okta.env, join(dataDirectory, '..'));
    for (const { what } of trace?.signIn ?? []) {
      expect(words).toContain(what);
      expect(profile.text).toContain(what);
    }
    const log = join(dataDirectory, 'app.log');
    await writeFile(log, `no JSON\n${pair.app.log.join('')}`);
    expect(await printed(['--log', log], production, dataDirectory)).toBe(words);
  });

  it.each([
    ['alice', {}, 'signed in'],
    ['unassigned', {}, 'failed'],
    ['alice', { clientSecretValid: false }, 'failed'],
    ['alice', { clockSkew: 3600 }, 'failed'],
    ['alice', { refusal: 'invalid_authorization_code' as const }, 'failed'],
    ['alice', { available: false }, 'failed'],
  ])('of %s with %j holds no code, token, secret, verifier, and no state whole', async (person, switches, outcome) => {
    await start({ ...everything, LOG_LEVEL: 'trace' });
    Object.assign(pair.okta.switches, switches);
    const page = await signIn(new Browser(), pair.url, `${person}@example.com`, person);
    const kept = readFileSync(pair.app.settings.signInTrace?.file ?? '', 'utf8');
    expect(kept).toContain(`"outcome":"${outcome}"`);
    expect(page.text.includes('up to where it failed')).toBe(outcome === 'failed');
    secrets.add(pair.app.settings.provider.clientSecret);
    const given = [...secrets.found];
    expect(given.filter((secret) => kept.includes(secret))).toEqual([]);
    expect(kept).not.toMatch(jwtPattern);
  });

  it('is nowhere in production, whatever happens', async () => {
    await start(production);
    const browser = new Browser();
    const profile = await signIn(browser, pair.url, 'alice@example.com', 'alice');
    const refused = await signIn(new Browser(), pair.url, 'unassigned@example.com', 'unassigned');
    expect(profile.text).not.toContain('step by step');
    expect(refused.text).not.toContain('up to where it failed');
    expect(tracesOf(pair)).toEqual([]);
    expect(existsSync(join(pair.app.settings.dataDirectory, 'last-sign-in.json'))).toBe(false);
  });

  it('is in the log of production at debug level, and kept nowhere', async () => {
    await start({ ...production, LOG_LEVEL: 'debug' });
    const profile = await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    const refused = await signIn(new Browser(), pair.url, 'unassigned@example.com', 'unassigned');
    expect(profile.text).not.toContain('step by step');
    expect(refused.text).not.toContain('up to where it failed');
    expect(tracesOf(pair).map(({ outcome }) => outcome)).toEqual(['signed in', 'failed']);
    // The page of the refusal names the reference under which the log has it.
    expect(refused.text).toContain(tracesOf(pair)[1]?.reference);
    expect(existsSync(join(pair.app.settings.dataDirectory, 'last-sign-in.json'))).toBe(false);
  });

  it('is kept in production where SIGN_IN_TRACE asks for it: in the session, and of all sign-ins the last', async () => {
    await start({ ...production, SIGN_IN_TRACE: 'last' });
    const profile = await signIn(new Browser(), pair.url, 'alice@example.com', 'alice');
    expect(profile.text).toContain('step by step');
    const refused = await signIn(new Browser(), pair.url, 'unassigned@example.com', 'unassigned');
    expect(refused.text).not.toContain('up to where it failed');
    const kept = readFileSync(pair.app.settings.signInTrace?.file ?? '', 'utf8');
    expect(
      kept
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as Line).outcome),
    ).toEqual(['failed']);
    expect(tracesOf(pair)).toEqual([]);
  });

  it('shows nothing that a stranger wrote into a link', async () => {
    await start(everything);
    const page = await new Browser().get(
      `${pair.url}/authorization-code/callback?state=x&error=Call+555&error_description=Call+555&Call+555=1`,
    );
    expect(page.text).toContain('up to where it failed');
    expect(page.text).not.toContain('Call 555');
  });

  it('begins with what is known, where the application was started anew meanwhile', async () => {
    await start({ ...everything, SESSION_SECRET: strong });
    const browser = new Browser();
    const form = await browser.get(`${pair.url}/profile`);
    await pair.app.close();
    const again = await startApp({ ...pair.okta.env, ...everything, SESSION_SECRET: strong });
    try {
      const profile = await browser.submit(form, { username: 'alice@example.com', password: 'alice' });
      expect(profile.text).toContain('how it began is not known here');
      expect(profile.text).toContain('Starts the session, and goes on to /profile');
    } finally {
      await again.close();
    }
  });
});
