import { type Browser, launchChromium } from '../servers/chromium.js';
import { freePort } from '../support/free-port.js';
import { signedInAs } from '../support/signed-in-as.js';
import { type RunningApp, startApp } from '../support/start-app.js';
import { type Visitor, welcomeVisitor } from './visitor.js';

describe('A browser that signedInAs signs in', () => {
  let chromium: Browser;
  let app: RunningApp;
  let visitor: Visitor;

  beforeAll(async () => {
    chromium = await launchChromium();
    // Below a path, where a cookie with a wrong path or name would not come along. No provider runs.
    const port = String(await freePort());
    app = await startApp({ PORT: port, PUBLIC_URL: `http://localhost:${port}/inside`, EMBEDDED_OKTA_PORT: String(await freePort()) });
  });

  afterAll(async () => {
    await chromium?.close();
    await app?.close();
  });

  beforeEach(async () => {
    visitor = await welcomeVisitor(chromium);
  });

  afterEach(async () => {
    await visitor.close();
    expect(visitor.troubles).toEqual([]);
  });

  it('is at a guarded page at once, and can act on it', async () => {
    const { cookies } = await signedInAs(app, { name: 'Ada Lovelace' });
    await visitor.context.addCookies(cookies);
    const { page } = visitor;
    await page.goto(`${app.url}/profile`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Ada Lovelace');
    const elsewhere = await signedInAs(app, { name: 'Grace Hopper' });
    await visitor.context.clearCookies();
    await visitor.context.addCookies(elsewhere.cookies);
    await page.reload();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Grace Hopper');
  });
});
