import type { Browser } from '../../support/browser.js';
import type { Page } from '../../support/page.js';
import { client } from '../interop-provider.js';
import { person } from './person.js';

/** What the scripts of the sign-in page do when the person gives the password and consents. */
export async function submitLogin(browser: Browser, page: Page): Promise<Page> {
  const parameters = new URL(page.url).searchParams;
  const callback = parameters.get('callback_url');
  if (callback === null) return page;
  await call(browser, page, 'POST', '/api/auth/', { username: person.username, password: person.password });
  await call(browser, page, 'PUT', `/api/auth/grant/${client.id}/`, { scope: parameters.get('scope') ?? '' });
  return browser.follow(page, `${callback}&g_continue`);
}

/** What the scripts of the sign-out page do when the person presses "Logout": the provider tells its clients then. */
export async function finishSignOut(browser: Browser, page: Page): Promise<Page> {
  const parameters = new URL(page.url).searchParams;
  await call(browser, page, 'DELETE', `/api/oidc/session/${parameters.get('sid') ?? ''}`);
  await call(browser, page, 'DELETE', '/api/auth/');
  const callback = parameters.get('callback_url');
  return callback === null || callback === '' ? page : browser.follow(page, callback);
}

async function call(browser: Browser, page: Page, method: string, path: string, what?: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await browser.fetch(page, path, { method, headers, body: what && JSON.stringify(what) });
  if (answer.status >= 400) throw new Error(`${method} ${path} ${answer.status} ${answer.body}`);
}
