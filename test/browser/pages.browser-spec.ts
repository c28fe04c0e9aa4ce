import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAccessibility } from '../servers/accessibility.js';
import { type Browser, launchChromium, type Page } from '../servers/chromium.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { brokenWords, screens } from './screens.js';
import { enterPassword, welcomeVisitor } from './visitor.js';

const shots = join(import.meta.dirname, '../../artifacts/browser');

/** How a person gets to each page. */
const pages: Record<string, (page: Page, pair: RunningPair) => Promise<unknown>> = {
  home: (page, { url }) => page.goto(url),
  'sign-in': (page, { url }) => page.goto(`${url}/login`),
  'sign-in-failed': async (page, { url }) => {
    await page.goto(`${url}/login`);
    await enterPassword(page, 'alice@example.com', 'wrong');
  },
  organisation: (page, { okta }) => page.goto(okta.origin),
  'organisation-sessions-cleared': async (page, { okta }) => {
    await page.goto(okta.origin);
    await page.getByRole('button', { name: 'Clear sessions: alice@example.com' }).click();
    await page.getByRole('status').waitFor();
  },
  'home-signed-in': (page, { url }) => signIn(page, url, 'alice'),
  profile: (page, { url }) => signIn(page, `${url}/profile`, 'alice'),
  logout: async (page, { url }) => {
    await signIn(page, url, 'bob');
    await page.goto(`${url}/logout`);
  },
  'not-found': async (page, { url }) => {
    await signIn(page, url, 'bob');
    await page.goto(`${url}/nothing-here`);
  },
  'signed-out': (page, { url }) => page.goto(`${url}/logout`),
  refused: async (page, { url }) => {
    await page.goto(`${url}/login`);
    await enterPassword(page, 'unassigned@example.com', 'unassigned');
    await page.waitForURL(`${url}/**`);
  },
  'not-let-in': async (page, { url }) => {
    await page.goto(`${url}/login`);
    await enterPassword(page, 'verified@example.com', 'verified');
    await page.getByRole('link', { name: 'Use another account' }).waitFor();
  },
  'sign-in-lost': (page, { url }) => page.goto(`${url}/authorization-code/callback?code=1&state=2`),
};

describe('Every page', () => {
  let chromium: Browser;
  let pair: RunningPair;

  beforeAll(async () => {
    await mkdir(shots, { recursive: true });
    chromium = await launchChromium();
    pair = await startPair({ ROLES: 'admin=Admins;everybody=Everyone', ALLOWED_EMAILS: 'alice@example.com,bob@example.com' });
  });

  afterAll(async () => {
    await chromium.close();
    await pair.close();
  });

  describe.each(screens)('on a $name screen', ({ name: screen, viewport, colorScheme }) => {
    it.each(Object.entries(pages))('%s is accessible, fits and loads without trouble', async (name, goTo) => {
      const visitor = await welcomeVisitor(chromium, { viewport, colorScheme });
      await goTo(visitor.page, pair);
      await visitor.page.screenshot({ path: join(shots, `${name}-${screen}.png`), fullPage: true });
      expect(await checkAccessibility(visitor.page)).toEqual([]);
      expect(await visitor.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      expect(await visitor.page.evaluate(brokenWords)).toEqual([]);
      expect(visitor.troubles).toEqual([]);
      await visitor.close();
    });
  });
});

async function signIn(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url);
  if (new URL(page.url()).pathname === '/') await page.goto(`${url}/login`);
  await enterPassword(page, `${name}@example.com`, name);
  await page.waitForURL((address) => address.origin === new URL(url).origin);
}
