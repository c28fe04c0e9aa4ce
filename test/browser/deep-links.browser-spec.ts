import { randomBytes } from 'node:crypto';
import { type Browser, launchChromium } from '../servers/chromium.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { enterPassword, welcomeVisitor } from './visitor.js';

describe('An address of eight kilobytes', () => {
  let chromium: Browser;
  let pair: RunningPair;

  /** No cookie can hold these: they cannot be compressed. */
  const noise = (): string => `${pair.url}/profile?${randomBytes(8000).toString('base64url')}`.slice(0, 8000);

  beforeAll(async () => {
    chromium = await launchChromium();
    pair = await startPair();
  });

  afterAll(async () => {
    await chromium.close();
    await pair.close();
  });

  it('waits in its tab while the person signs in, in each of two tabs its own', async () => {
    const { context, page, troubles, close } = await welcomeVisitor(chromium);
    const [one, two] = [noise(), noise()];
    const other = await context.newPage();
    await page.goto(one);
    await page.getByLabel('Username').waitFor();
    await other.goto(two);
    await other.getByLabel('Username').waitFor();
    await enterPassword(page, 'alice@example.com', 'alice');
    await page.waitForURL(one);
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBeGreaterThan(0);
    await enterPassword(other, 'alice@example.com', 'alice');
    await other.waitForURL(two);
    expect(troubles).toEqual([]);
    await close();
  });

  it('comes back without scripts, where it can be compressed', async () => {
    const { page, close } = await welcomeVisitor(chromium, { javaScriptEnabled: false });
    const address = `${pair.url}/profile?${'state=open&'.repeat(720)}`;
    await page.goto(address);
    await enterPassword(page, 'alice@example.com', 'alice');
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.waitForURL(address);
    await close();
  });

  it('leads its tab to no other origin, whatever the address looks like', async () => {
    const { page, troubles, close } = await welcomeVisitor(chromium);
    await page.goto(`${pair.url}/`);
    await page.evaluate("sessionStorage.setItem('/ address', 'https://evil.example/')");
    await page.goto(`${pair.url}/login?link=tab`);
    await enterPassword(page, 'alice@example.com', 'alice');
    await page.getByText('too long to be remembered').waitFor();
    expect(page.url()).toBe(`${pair.url}/`);
    expect(troubles).toEqual([]);
    await close();
  });
});
