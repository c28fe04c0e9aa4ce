import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../src/database/database.js';
import { Browser } from '../support/browser.js';
import type { Page } from '../support/page.js';
import { signIn } from '../support/sign-in.js';
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

  /** Meanwhile every question to the session store fails. */
  const holdingTheStore = async <T>(work: () => Promise<T>): Promise<T> => {
    const { kysely } = pair.app.app.get(Database);
    await kysely.schema.alterTable('sessions').renameTo('sessions_away').execute();
    return work().finally(() => kysely.schema.alterTable('sessions_away').renameTo('sessions').execute());
  };

  it('while sessions cannot be ended says that, and never that the person is signed out', async () => {
    const answer = await holdingTheStore(() => press(profile));
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(answer.text).not.toMatch(/you are signed out/i);
    expect(answer.headers.location).toBeUndefined();
    expect(await status()).toBe(200);
    await press(profile);
    expect(await status()).toBe(401);
  });

  it('while the provider is unreachable ends the session here all the same', async () => {
    pair.okta.switches.available = false;
    await press(profile);
    expect(await status()).toBe(401);
  });
});
