import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Cookies } from '../../packages/signin/src/auth/cookies.js';
import { Browser } from '../support/browser.js';
import type { Page } from '../support/page.js';
import { freePort } from '../support/free-port.js';
import { signIn } from '../support/sign-in.js';
import { startApp } from '../support/start-app.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

describe('Signing out', () => {
  let folder: string;
  let pair: RunningPair;
  let browser: Browser;
  let profile: Page;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'okta-nest-signin-outage-'));
    pair = await startPair({ DATABASE_URL: `sqlite:${join(folder, 'app.db')}` });
    browser = new Browser();
    profile = await signIn(browser, pair.url, 'alice@example.com', 'alice');
  });

  afterEach(async () => {
    await pair.close();
    await rm(folder, { recursive: true });
  });

  const press = (page: Page): Promise<Page> =>
    browser.submit(
      page,
      {},
      page.forms.findIndex(({ action }) => action.endsWith('/logout')),
      { redirect: 'manual' },
    );
  const status = async (): Promise<number> => (await browser.get(`${pair.url}/api/me`)).status;

  /** Meanwhile nothing can be written, as on a full disk or with a backup that holds a lock; what is there can be read. */
  const holdingTheStore = async <T>(work: () => Promise<T>): Promise<T> => {
    const other = new DatabaseSync(join(folder, 'app.db'));
    other.exec('begin immediate');
    return work().finally(() => other.close());
  };

  /** The whole truth: 503, nothing is certain, the cookie stays, and the browser is not sent to the provider. */
  const expectOutage = (answer: Page): void => {
    expect(answer.status).toBe(503);
    expect(answer.text).toContain(
      'The sessions cannot be read or saved at the moment ' +
        'This application cannot use the database that holds the sessions. ' +
        'What you did just now may not have happened: neither a sign-in nor a sign-out is certain. Try again in a minute',
    );
    expect(answer.text).not.toMatch(/(?:you are|been|now) signed out/i);
    expect(answer.headers.location).toBeUndefined();
    expect(answer.setCookies).toEqual([]);
    expect(answer.headers['cache-control']).toBe('no-store');
  };

  it('while sessions cannot be ended says that, and never that the person is signed out', async () => {
    const answer = await holdingTheStore(() => press(profile));
    expectOutage(answer);
    expect(answer.text).toContain('Alice Archer');
    expect(await status()).toBe(200);
    await press(profile);
    expect(await status()).toBe(401);
  });

  it('while sessions cannot even be read says that, whoever it is', async () => {
    const port = String(await freePort());
    const env = {
      ...pair.okta.env,
      PORT: port,
      PUBLIC_URL: `http://localhost:${port}`,
      SESSION_STORE_URL: `redis://localhost:${await freePort()}`,
    };
    const storeless = await startApp(env);
    const away = new Browser();
    const home = await away.get(storeless.url);
    away.cookies.keep(`${storeless.app.get(Cookies).session}=${'x'.repeat(43)}; Path=/`, new URL(storeless.url));
    const answer = await away.post(home, '/logout', {}, { redirect: 'manual' });
    expectOutage(answer);
    await storeless.close();
  });

  it('while the provider is unreachable ends the session here all the same', async () => {
    pair.okta.switches.available = false;
    await press(profile);
    expect(await status()).toBe(401);
  });
});
