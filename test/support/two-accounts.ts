import { Database } from '../../packages/signin/src/database/database.js';
import { type Provider, startProvider } from '../conformance/provider/start-provider.js';
import { register } from '../conformance/scenario.js';
import { Browser } from './browser.js';
import type { Page } from './page.js';
import { type RunningApp, startApp } from './start-app.js';

/** One application with two connections: `default`, where people have an account of their work, and `home`. */
export class TwoAccounts {
  private constructor(
    readonly app: RunningApp,
    readonly work: Provider,
    readonly home: Provider,
  ) {}

  static async start(): Promise<TwoAccounts> {
    const [work, home] = await Promise.all([startProvider(), startProvider()]);
    const app = await startApp({
      OIDC_ISSUER: work.issuer,
      OIDC_CLIENT_ID: work.client.clientId,
      OIDC_CLIENT_SECRET: work.client.clientSecret,
      CONNECTIONS: 'home',
      CONNECTION_HOME_OIDC_ISSUER: home.issuer,
      CONNECTION_HOME_OIDC_CLIENT_ID: home.client.clientId,
      CONNECTION_HOME_OIDC_CLIENT_SECRET: home.client.clientSecret,
      CONNECTION_HOME_LABEL: 'Home',
      RATE_LIMIT: 'off',
    });
    register(work, app.url);
    home.client.redirectUris.push(`${app.url}/authorization-code/callback/home`);
    // One address at both: it must never make one person of two.
    for (const provider of [work, home]) Object.assign(provider.person.claims, { email: 'ada@acme.test', email_verified: true });
    return new TwoAccounts(app, work, home);
  }

  /** A browser in which somebody has just signed in. */
  async signedIn(connection: 'default' | 'home' = 'default', browser = new Browser()): Promise<Browser> {
    const page = await browser.get(`${this.app.url}/login?connection=${connection}&returnTo=/profile`);
    expect([page.status, page.url]).toEqual([200, `${this.app.url}/profile`]);
    return browser;
  }

  /** What /api/me says, or the status with which it refuses. */
  async me(browser: Browser): Promise<unknown> {
    const answer = await browser.get(`${this.app.url}/api/me`, { accept: 'application/json' });
    return answer.status === 200 ? answer.json() : answer.status;
  }

  async idOf(browser: Browser): Promise<string> {
    return String(((await this.me(browser)) as { id?: string }).id);
  }

  asksToAdd(browser: Browser): Promise<Page> {
    return browser.get(`${this.app.url}/profile/accounts/add?connection=home`);
  }

  /** Sends the form of a page that adds or removes an account. */
  send(browser: Browser, page: Page, options: { redirect?: 'manual' } = {}): Promise<Page> {
    const form = page.forms.findIndex(({ action }) => action.includes('/profile/accounts/'));
    return browser.submit(page, {}, form, options);
  }

  /** A browser of somebody who has added the account at home to that at work. */
  async withBoth(): Promise<Browser> {
    const browser = await this.signedIn();
    const page = await this.send(browser, await this.asksToAdd(browser));
    expect([page.status, page.url]).toEqual([200, `${this.app.url}/profile`]);
    return browser;
  }

  /** What the profile offers to do with accounts, as paths. */
  async offers(browser: Browser): Promise<string[]> {
    const { links } = await browser.get(`${this.app.url}/profile`);
    return links.map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith('/profile/accounts/'));
  }

  /** Every account that is kept, as connection and subject. */
  async kept(): Promise<string[]> {
    const { kysely } = this.app.app.get(Database);
    const rows = await kysely.selectFrom('signin_users').select(['connection', 'subject']).orderBy('connection').execute();
    return rows.map(({ connection, subject }) => `${connection} ${subject}`);
  }

  get atWork(): string {
    return `default ${this.work.person.sub}`;
  }

  get atHome(): string {
    return `home ${this.home.person.sub}`;
  }

  /** Where a browser that adds an account would come back to from the other provider: it has not gone there. */
  async stoppedAddition(browser: Browser): Promise<string> {
    const left = await this.send(browser, await this.asksToAdd(browser), { redirect: 'manual' });
    const answer = await fetch(String(left.headers.location), { redirect: 'manual' });
    return answer.headers.get('location') ?? '';
  }

  async close(): Promise<void> {
    await this.app.close();
    await Promise.all([this.work.close(), this.home.close()]);
  }
}
