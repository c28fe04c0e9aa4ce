import { type Browser, launchChromium } from '../servers/chromium.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { enterPassword, type Visitor, welcomeVisitor } from './visitor.js';

describe('Signing in with a browser', () => {
  let chromium: Browser;
  let pair: RunningPair;
  let visitor: Visitor;

  beforeAll(async () => {
    chromium = await launchChromium();
    pair = await startPair();
  });

  afterAll(async () => {
    await chromium.close();
    await pair.close();
  });

  beforeEach(async () => {
    visitor = await welcomeVisitor(chromium);
  });

  afterEach(async () => {
    await visitor.close();
    expect(visitor.troubles).toEqual([]);
  });

  it('leads from the start page over the provider back to the start page, and out again', async () => {
    const { page } = visitor;
    await page.goto(pair.url);
    await page.getByRole('link', { name: 'Log in' }).click();
    expect(new URL(page.url()).origin).toBe(pair.okta.origin);
    await enterPassword(page, 'alice@example.com', 'alice');
    await page.waitForURL(`${pair.url}/`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Welcome, Alice Archer');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${pair.url}/`);
    expect(await page.getByRole('link', { name: 'Log in' }).isVisible()).toBe(true);
    await page.goto(`${pair.url}/profile`);
    expect(new URL(page.url()).origin).toBe(pair.okta.origin);
  });

  it('comes back to the page that was wanted, with one click on a person', async () => {
    const { page } = visitor;
    await page.goto(`${pair.url}/profile?from=a+bookmark&x=%26#session`);
    await page.getByRole('button', { name: 'bob@example.com' }).click();
    await page.waitForURL(`${pair.url}/profile?from=a+bookmark&x=%26**`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Bob Builder');
  });

  it('asks again after a wrong password, and keeps the name', async () => {
    const { page } = visitor;
    await page.goto(`${pair.url}/profile`);
    await enterPassword(page, 'alice@example.com', 'wrong');
    expect(await page.getByRole('alert').textContent()).toBe('Unable to sign in');
    expect(await page.getByLabel('Username').inputValue()).toBe('alice@example.com');
    await enterPassword(page, 'alice@example.com', 'alice');
    await page.waitForURL(`${pair.url}/profile`);
  });

  it('lets two tabs sign in, the one that was opened first last', async () => {
    const [first, second] = [visitor.page, await visitor.context.newPage()];
    await first.goto(`${pair.url}/profile?tab=1`);
    await second.goto(`${pair.url}/profile?tab=2`);
    await enterPassword(second, 'alice@example.com', 'alice');
    await second.waitForURL(`${pair.url}/profile?tab=2`);
    await enterPassword(first, 'alice@example.com', 'alice');
    await first.waitForURL(`${pair.url}/profile?tab=1`);
  });

  it('shows nothing of a person to the back button after signing out', async () => {
    const { page } = visitor;
    await page.goto(`${pair.url}/profile`);
    await enterPassword(page, 'alice@example.com', 'alice');
    await page.waitForURL(`${pair.url}/profile`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${pair.url}/`);
    await page.goBack();
    expect(new URL(page.url()).origin).toBe(pair.okta.origin);
    await page.goForward();
    expect(await page.locator('body').innerText()).not.toContain('Alice');
  });

  it('hides a page that is still open when another tab signs out', async () => {
    const { page } = visitor;
    await page.goto(`${pair.url}/profile?kept=1`);
    await enterPassword(page, 'alice@example.com', 'alice');
    await page.waitForURL(`${pair.url}/profile?kept=1`);
    const other = await visitor.context.newPage();
    await other.goto(pair.url);
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.waitForURL(`${pair.url}/`);
    await page.evaluate('dispatchEvent(new Event("focus"))');
    await page.getByRole('heading', { name: 'You have been signed out' }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Alice');
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await enterPassword(page, 'alice@example.com', 'alice');
    await page.waitForURL(`${pair.url}/profile?kept=1`);
    // The question whether the session lives was answered with 401, as it should.
    expect(visitor.troubles.splice(0)).toEqual([`401 ${pair.url}/api/me`]);
  });
});
