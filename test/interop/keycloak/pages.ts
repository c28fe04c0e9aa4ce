import type { Browser } from '../../support/browser.js';
import type { Page } from '../../support/page.js';
import { person } from './realm.js';

/** Fills in every page that asks for the password: the second level asks again. */
export async function enterPassword(browser: Browser, page: Page): Promise<Page> {
  let current = page;
  for (let form = passwordForm(current); form >= 0; form = passwordForm(current))
    current = await browser.submit(current, { username: person.username, password: person.password }, form);
  while (isSentByScript(current)) current = await browser.submit(current);
  return current;
}

/** In the response modes form_post Keycloak's page sends itself, and then the application's, where its cookie is at home. */
const isSentByScript = ({ forms }: Page): boolean => forms.some(({ fields }) => 'code' in fields || 'response' in fields);

const passwordForm = (page: Page): number => page.forms.findIndex(({ fields }) => 'password' in fields);

/** Its page of frames has a link to go on by. */
export async function leaveSignOutPage(browser: Browser, page: Page): Promise<Page> {
  const next = page.links.find(({ text }) => text === 'Continue');
  return next === undefined ? page : browser.follow(page, next.url);
}

/** Signs out without the application, by the button of the page that asks. */
export async function signOutAtRealm(browser: Browser, issuer: string): Promise<Page> {
  const page = await browser.get(`${issuer}/protocol/openid-connect/logout`);
  return browser.submit(page);
}
