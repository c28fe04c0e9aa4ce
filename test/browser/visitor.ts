import type { Browser, BrowserContext, BrowserContextOptions, Page } from '../servers/chromium.js';

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in the page: errors of scripts, requests that failed, what the Content-Security-Policy stopped. */
  readonly troubles: string[];
  close(): Promise<void>;
}

/** Someone with a browser of their own: no cookie yet, one open tab. */
export async function welcomeVisitor(chromium: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await chromium.newContext({ locale: 'en-GB', timezoneId: 'Europe/Paris', ...options });
  // Sooner than Jest, so that a failure names what was waited for.
  context.setDefaultTimeout(15_000);
  const troubles: string[] = [];
  context.on('weberror', (error) => troubles.push(error.error().message));
  context.on('console', (message) => {
    // The status of the page itself is the subject of a test, not a trouble.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) troubles.push(message.text());
  });
  context.on('response', (response) => {
    const isPage = response.request().isNavigationRequest();
    if (response.status() >= 400 && !isPage) troubles.push(`${response.status()} ${response.url()}`);
  });
  return { context, page: await context.newPage(), troubles, close: () => context.close() };
}

/** Fills in the provider's form and waits until the browser has left it. */
export async function enterPassword(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
