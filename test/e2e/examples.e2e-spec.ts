import { Browser } from '../support/browser.js';
import { type Checkout, makeCheckout } from '../support/checkout.js';
import { Command } from '../support/command.js';
import { freePort } from '../support/free-port.js';
import { signIn } from '../support/sign-in.js';

/** As their READMEs say, but for ports. */
describe('npm run example', () => {
  let checkout: Checkout;
  let url: string;
  let env: Record<string, string>;
  let command: Command | undefined;

  beforeEach(async () => {
    checkout = await makeCheckout(['examples', 'tools/typescript.mjs', 'tools/typescript-hooks.mjs']);
    const port = String(await freePort());
    url = `http://localhost:${port}`;
    env = {
      PORT: port,
      PUBLIC_URL: url,
      EMBEDDED_OKTA_PORT: String(await freePort()),
    };
  });

  afterEach(async () => {
    await command?.remove();
    await checkout.remove();
  });

  const start = (name: string, more: Record<string, string> = {}): Command =>
    (command = new Command(['npm', 'run', 'example', '--', name], checkout.directory, { ...env, ...more }));

  it('spa serves the page and its API', async () => {
    await start('spa', { OIDC_SCOPES: 'openid profile email groups' }).prints(`The example is at ${url}/spa`);
    const browser = new Browser();
    expect((await signIn(browser, url, 'alice@example.com', 'alice', '/profile')).status).toBe(200);
    expect((await browser.get(`${url}/spa`)).body).toContain('<script type="module" src="spa/app.js">');
    expect((await browser.get(`${url}/api/notes`)).json()).toEqual([]);
  });

  it('downstream starts with the other API beside it', async () => {
    const more = {
      OKTA_ORG_URL: `http://localhost:${env['EMBEDDED_OKTA_PORT']}`,
      OKTA_AUTH_SERVER: 'default',
      OIDC_SCOPES: 'openid profile email offline_access orders:read',
    };
    await start('downstream', more).prints(`The example is at ${url}/orders`);
    expect((await fetch(`${url}/orders`)).status).toBe(401);
  });

  it('names the examples when asked for another', async () => {
    const asked = start('none');
    expect(await asked.exit()).toBe(2);
    expect(asked.output).toMatch(/Which example\? npm run example -- spa \| downstream/);
  });
});
