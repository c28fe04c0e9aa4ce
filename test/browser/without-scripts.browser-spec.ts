import { type Browser, launchChromium } from '../servers/chromium.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { enterPassword, welcomeVisitor } from './visitor.js';

describe('The scripts of a page', () => {
  let chromium: Browser;
  let pair: RunningPair;

  beforeAll(async () => {
    chromium = await launchChromium();
    pair = await startPair();
  });

  afterAll(async () => {
    await chromium.close();
    await pair.close();
  });

  it('are not needed to sign in, to look around and to sign out', async () => {
    const { page, troubles, close } = await welcomeVisitor(chromium, { javaScriptEnabled: false });
    await page.goto(`${pair.url}/profile`);
    await enterPassword(page, 'alice@example.com', 'alice');
    await page.waitForURL(`${pair.url}/profile`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${pair.url}/`);
    expect(await page.getByRole('link', { name: 'Log in' }).isVisible()).toBe(true);
    await page.goto(`${pair.url}/authorization-code/callback`);
    expect(await page.getByRole('button', { name: 'Copy' }).count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });

  it('copy the reference of an error page', async () => {
    const { page, context, troubles, close } = await welcomeVisitor(chromium);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: pair.url });
    await page.goto(`${pair.url}/authorization-code/callback`);
    const reference = await page.locator('#reference').textContent();
    await page.locator('[data-copy="reference"]').click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(reference);
    expect(troubles).toEqual([]);
    await close();
  });
});
