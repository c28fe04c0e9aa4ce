import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkAccessibility } from '../servers/accessibility.js';
import { type Browser, launchChromium, type Page } from '../servers/chromium.js';
import { freePort } from '../support/free-port.js';
import { type RunningPair, startPair } from '../support/start-pair.js';
import { brokenWords, screens } from './screens.js';
import { enterPassword, welcomeVisitor } from './visitor.js';

const shots = join(import.meta.dirname, '../../artifacts/browser');

describe('A person with two accounts', () => {
  let chromium: Browser;
  let pair: RunningPair;

  beforeAll(async () => {
    await mkdir(shots, { recursive: true });
    chromium = await launchChromium();
  });
  afterAll(() => chromium.close());

  beforeEach(async () => {
    const port = await freePort();
    const callback = `http://localhost:${port}/authorization-code/callback`;
    const okta = await freePort();
    const home = { CONNECTION_HOME_OKTA_ORG_URL: `http://localhost:${okta}`, CONNECTION_HOME_OKTA_AUTH_SERVER: 'default' };
    const client = {
      CONNECTION_HOME_OIDC_CLIENT_ID: 'test-client',
      CONNECTION_HOME_OIDC_CLIENT_SECRET: 'test-secret-of-the-one-web-client',
    };
    pair = await startPair(
      { PORT: String(port), CONNECTIONS: 'home', CONNECTION_HOME_LABEL: 'Home', CONNECTION_DEFAULT_LABEL: 'Work', ...home, ...client },
      { port: okta, redirectUris: [callback, `${callback}/home`] },
    );
    pair.okta.switches.defaultPolicy = true;
  });
  afterEach(() => pair.close());

  it.each(screens)('adds the second and removes it on a $name screen', async ({ name: screen, viewport, colorScheme }) => {
    const visitor = await welcomeVisitor(chromium, { viewport, colorScheme });
    const { page } = visitor;
    const look = async (name: string): Promise<void> => {
      await page.screenshot({ path: join(shots, `${name}-${screen}.png`), fullPage: true });
      expect(await checkAccessibility(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      expect(await page.evaluate(brokenWords)).toEqual([]);
    };
    await page.goto(`${pair.url}/login?connection=default&returnTo=/profile`);
    await enterPassword(page, 'alice@example.com', 'alice');
    await page.getByRole('link', { name: 'Add Home' }).click();
    await look('account-add');
    // The policy of the page lets its form lead to that provider alone; what is typed there proves who it is.
    await page.getByRole('button', { name: 'Go to Home' }).click();
    await enterPassword(page, 'bob@example.com', 'bob');
    await page.waitForURL(`${pair.url}/profile`);
    expect(await listed(page)).toEqual(['Work This session', 'Home']);
    await look('profile-two-accounts');
    await page.getByRole('link', { name: 'Remove Home, bob@example.com' }).click();
    await look('account-remove');
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.waitForURL(`${pair.url}/profile#accounts`);
    expect(await listed(page)).toEqual(['Work This session']);
    expect(visitor.troubles).toEqual([]);
    await visitor.close();
  });
});

function listed(page: Page): Promise<string[]> {
  return page.locator('section[aria-labelledby=accounts] h3').allInnerTexts();
}
