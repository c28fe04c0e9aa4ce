import { Browser } from '../support/browser.js';
import type { Page } from '../support/page.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

const windows = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0' };

describe('Your sessions on the profile page', () => {
  let pair: RunningPair;

  beforeEach(async () => {
    pair = await startPair();
  });

  afterEach(() => pair.close());

  const alice = async (): Promise<Browser> => {
    const browser = new Browser();
    await signIn(browser, pair.url, 'alice@example.com', 'alice');
    return browser;
  };
  const profile = (browser: Browser): Promise<Page> => browser.get(`${pair.url}/profile`);
  const isSignedIn = async (browser: Browser): Promise<boolean> => (await browser.get(`${pair.url}/api/me`)).status === 200;
  const form = (page: Page, action: string): number => page.forms.findIndex((found) => found.action.endsWith(action));

  it('name the browser, and are one when there is one', async () => {
    const browser = new Browser();
    const page = await browser.get(`${pair.url}/profile`, windows);
    await browser.submit(page, { username: 'alice@example.com', password: 'alice' });
    const shown = await profile(browser);
    expect(shown.text).toContain('in this browser only');
    expect(form(shown, '/end-others')).toBe(-1);
  });

  it('end one by one, on its very next request', async () => {
    const [here, there, elsewhere] = [await alice(), await alice(), await alice()];
    const page = await profile(here);
    const after = await here.submit(page, {}, form(page, '/sessions/end'));
    expect(after.url).toBe(`${pair.url}/profile#sessions`);
    // The one that was seen last stands first: the form ended one, and left the other.
    expect([await isSignedIn(there), await isSignedIn(elsewhere)].filter(Boolean)).toHaveLength(1);
    expect(await isSignedIn(here)).toBe(true);
  });

  it('end all at once but this one, and say so to the person', async () => {
    const [here, there, elsewhere] = [await alice(), await alice(), await alice()];
    const page = await profile(here);
    const after = await here.submit(page, {}, form(page, '/end-others'));
    expect(await Promise.all([here, there, elsewhere].map(isSignedIn))).toEqual([true, false, false]);
    expect(after.text).toContain('in this browser only');
    expect(after.text).toContain('Signed out from another device');
  });

  it('of somebody else do not end, whatever the form holds', async () => {
    const here = await alice();
    await alice();
    const bob = new Browser();
    await signIn(bob, pair.url, 'bob@example.com', 'bob');
    await signIn(new Browser(), pair.url, 'bob@example.com', 'bob');
    const bobsProfile = await profile(bob);
    const foreign = bobsProfile.forms[form(bobsProfile, '/sessions/end')]?.fields['session'] ?? '';
    expect(foreign).not.toBe('');
    const page = await profile(here);
    await here.submit(page, { session: foreign }, form(page, '/sessions/end'));
    expect((await profile(bob)).body).toContain(foreign);
  });

  it('that is this one does not end this way: signing out does that, at the provider too', async () => {
    const [here, there] = [await alice(), await alice()];
    const seenFromThere = await profile(there);
    const { session = '' } = seenFromThere.forms[form(seenFromThere, '/sessions/end')]?.fields ?? {};
    const page = await profile(here);
    expect(page.body).not.toContain(session);
    // Followed, the redirect would sign in again through the provider and hide it.
    await here.submit(page, { session }, form(page, '/sessions/end'), { redirect: 'manual' });
    expect(await isSignedIn(here)).toBe(true);
  });
});
