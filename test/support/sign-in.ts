import type { Browser } from './browser.js';
import type { Page } from './page.js';

/**
 * Opens a guarded page and signs in on the provider's page, as a person does.
 * @param path where the person wants to go, below the application's address
 * @returns the page at the end: the wanted one, or what said no
 */
export async function signIn(browser: Browser, appUrl: string, username: string, password: string, path = '/profile'): Promise<Page> {
  const page = await browser.get(`${appUrl}${path}`);
  const form = page.forms.findIndex(({ fields }) => 'username' in fields && 'password' in fields);
  return form < 0 ? page : browser.submit(page, { username, password }, form);
}
