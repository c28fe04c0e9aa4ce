import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { visitUntil, type LoadResult } from './load.js';

/** Reloads the profile on four connections until `until` settles. */
export type Reload = (until: Promise<unknown>) => Promise<LoadResult>;

/** Signs somebody in at `url`, whose proxy has a certificate of `ca`. Throws when that does not end on their profile. */
export async function signInPeople(url: string, ca: string): Promise<Reload> {
  const browser = new Browser({ ca });
  const profile = await signIn(browser, url, 'alice@example.com', 'alice');
  if (profile.status !== 200) throw new Error(`Signing in ended with ${profile.status}: ${profile.text.slice(0, 500)}`);
  return (until) =>
    visitUntil(until, 4, 20, () => ({
      url: `${url}/profile`,
      ca,
      headers: { cookie: browser.cookies.header(new URL(url), undefined, true) ?? '', accept: 'text/html' },
    }));
}
