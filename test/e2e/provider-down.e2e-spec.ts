import { Browser } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { signIn } from '../support/sign-in.js';
import { startApp } from '../support/start-app.js';
import { startOkta } from '../support/start-okta.js';

describe('A provider that is down', () => {
  it('does not keep the application from starting, and sign-in works as soon as it is back', async () => {
    const appUrl = `http://localhost:${await freePort()}`;
    const oktaPort = await freePort();
    const before = await startOkta(appUrl, { port: oktaPort });
    await before.close();
    const app = await startApp(before.env);
    const browser = new Browser();
    expect((await browser.get(`${appUrl}/`)).status).toBe(200);
    const down = await browser.get(`${appUrl}/profile`);
    expect(down.status).toBe(503);
    expect(down.text).toMatch(/cannot be reached/i);
    expect(down.setCookies).toEqual([]);
    expect(down.links.some(({ text, url }) => text === 'Try again' && url.endsWith('/login?returnTo=%2Fprofile'))).toBe(true);

    const okta = await startOkta(appUrl, { port: oktaPort });
    let page = await signIn(browser, appUrl, 'alice@example.com', 'alice');
    for (let wait = 0; page.status === 503 && wait < 50; wait++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      page = await signIn(browser, appUrl, 'alice@example.com', 'alice');
    }
    expect(page.text).toContain('Alice Archer');

    await okta.close();
    const out = await browser.submit(
      page,
      {},
      page.forms.findIndex(({ action }) => action.endsWith('/logout')),
      { redirect: 'manual' },
    );
    expect([200, 303]).toContain(out.status);
    expect((await browser.get(`${appUrl}/api/me`)).status).toBe(401);
    await app.close();
  });
});
