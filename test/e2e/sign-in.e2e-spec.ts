import { Browser } from '../support/browser.js';
import { startApp, type RunningApp } from '../support/start-app.js';
import { startOkta, type RunningOkta } from '../support/start-okta.js';
import { freePort } from '../support/free-port.js';

describe('Sign-in through the org server', () => {
  let okta: RunningOkta;
  let app: RunningApp;

  beforeAll(async () => {
    const port = String(await freePort());
    okta = await startOkta(`http://localhost:${port}`);
    app = await startApp({ PORT: port, ...okta.env });
  });

  afterAll(async () => {
    await app.close();
    await okta.close();
  });

  it('comes back to the page that was asked for, query included', async () => {
    const browser = new Browser();
    const form = await browser.get(`${app.url}/?x=1`);
    expect(form.status).toBe(200);
    const login = await browser.get(`${app.url}/login?returnTo=${encodeURIComponent('/?a=1&b=%26')}`);
    console.log(login.url, login.status, login.forms.length);
    const back = await browser.submit(login, { username: 'alice@example.com', password: 'alice' });
    console.log(back.trail, back.status, app.log.slice(-3));
    expect(back.url).toBe(`${app.url}/?a=1&b=%26`);
    expect((await browser.get(`${app.url}/api/me`, { accept: 'application/json' })).body).toContain('Alice');
  });
});
