import { welcomeVisitor, type Visitor } from '../../browser/visitor.js';
import { launchChromium, type Page } from '../../servers/chromium.js';
import { Cookies } from '../../../packages/signin/src/auth/cookies.js';
import { Sessions } from '../../../packages/signin/src/session/sessions.js';
import { freePort } from '../../support/free-port.js';
import { startApp, type RunningApp } from '../../support/start-app.js';
import { client } from '../interop-provider.js';
import { person } from './person.js';
import { startGlewlwyd } from './start.js';

/** Glewlwyd, the application, and people with real browsers. */
export interface Visit {
  readonly app: RunningApp;
  /** Glewlwyd's address. */
  readonly origin: string;
  welcome(): Promise<Visitor>;
  /** What the application answers about a browser. */
  statusOf(visitor: Visitor): Promise<number>;
  /** Of the browser's session at Glewlwyd. */
  sidOf(visitor: Visitor): Promise<string>;
  close(): Promise<void>;
}

export async function startVisit(): Promise<Visit> {
  const port = String(await freePort());
  const provider = await startGlewlwyd(`http://localhost:${port}`, 'front');
  const app = await startApp({
    PORT: port,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: client.id,
    OIDC_CLIENT_SECRET: client.secret,
    OIDC_SCOPES: 'openid profile email',
    RATE_LIMIT: 'off',
  });
  const chromium = await launchChromium();
  return {
    app,
    origin: new URL(provider.issuer).origin,
    welcome: () => welcomeVisitor(chromium),
    statusOf: async ({ context }) => (await context.request.get(`${app.url}/api/me`)).status(),
    sidOf: async ({ context }) => {
      const name = app.app.get(Cookies).session;
      const cookie = (await context.cookies(app.url)).find((candidate) => candidate.name === name)?.value ?? '';
      return (await app.app.get(Sessions).read(cookie))?.sid ?? '';
    },
    close: async () => {
      await chromium.close();
      await app.close();
      await provider.close();
    },
  };
}

/** Opens the profile, gives the password, and grants what the application asks for: the first time only is one asked. */
export async function signIn(page: Page, appUrl: string): Promise<void> {
  await page.goto(`${appUrl}/profile`);
  await enterPassword(page);
  await page.waitForURL(`${appUrl}/profile`);
}

/** On its pages, until it sends the browser back. */
export async function enterPassword(page: Page): Promise<void> {
  await page.getByLabel('Login').fill(person.username);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'OK' }).click();
  const grant = page.getByRole('button', { name: 'Grant access' });
  const next = page.getByRole('button', { name: 'Continue' });
  await grant.or(next).first().waitFor();
  if (await grant.isVisible()) {
    for (const scope of ['profile', 'email']) await page.getByLabel(scope).check();
    await grant.click();
  }
  await next.click();
}
