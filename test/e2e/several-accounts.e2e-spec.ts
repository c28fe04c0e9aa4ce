import { setTimeout as sleep } from 'node:timers/promises';
import { Identities } from '../../packages/signin/src/auth/identities/identities.js';
import { Sessions } from '../../packages/signin/src/session/sessions.js';
import type { DatabaseUserStore } from '../../packages/signin/src/users/database-user-store.js';
import { UserStore } from '../../packages/signin/src/users/user-store.js';
import { Browser } from '../support/browser.js';
import type { Page } from '../support/page.js';
import { TwoAccounts } from '../support/two-accounts.js';

let two: TwoAccounts;
beforeEach(async () => void (two = await TwoAccounts.start()));
afterEach(() => two?.close());

describe('One person with two accounts', () => {
  it('adds the second by signing in with it, and is then the same person by either', async () => {
    const browser = await two.signedIn();
    const id = await two.idOf(browser);
    expect((await browser.get(`${two.app.url}/profile`)).text).toContain('Add Home');
    const ask = await two.asksToAdd(browser);
    expect(ask.text).toContain('You can then sign in as the same person by your account at Home');
    await two.send(browser, ask);
    expect(two.home.requestsTo('authorize').at(-1)?.query.get('prompt')).toBe('login');
    expect(await two.kept()).toEqual([two.atWork, two.atHome]);
    const profile = await browser.get(`${two.app.url}/profile`);
    expect(profile.text).toContain('A way to sign in was added');
    expect(await two.offers(browser)).toEqual(['/profile/accounts/remove', '/profile/accounts/remove']);
    expect(await two.me(browser)).toMatchObject({ id, subject: two.work.person.sub });
    const elsewhere = await two.signedIn('home');
    expect(await two.me(elsewhere)).toMatchObject({ id, issuer: two.home.issuer, subject: two.home.person.sub });
  });

  it('keeps nothing of the tokens that came with the second', async () => {
    await two.withBoth();
    await sleep(50);
    const sessions = await two.app.app.get(Sessions).listLatest(10);
    expect(sessions.map(({ issuer }) => issuer)).toEqual([two.work.issuer]);
  });

  it('is two people as long as nobody has added one account to the other, whatever their address', async () => {
    const [one, other] = [await two.signedIn(), await two.signedIn('home')];
    expect(await two.idOf(one)).not.toBe(await two.idOf(other));
  });

  it('is signed out by a provider from the sessions that began there alone', async () => {
    const browser = await two.withBoth();
    const elsewhere = await two.signedIn('home');
    const body = new URLSearchParams({ logout_token: await two.home.logoutToken({ sub: two.home.person.sub }) });
    expect((await fetch(`${two.app.url}/backchannel-logout`, { method: 'POST', body })).status).toBe(200);
    expect(await two.me(elsewhere)).toBe(401);
    expect(await two.me(browser)).toMatchObject({ subject: two.work.person.sub });
  });

  it('is signed out everywhere by "End all others", a sign-in by the other account that is under way included', async () => {
    const browser = await two.withBoth();
    const elsewhere = new Browser();
    const left = await elsewhere.get(`${two.app.url}/login?connection=home`, {}, { redirect: 'manual' });
    const back = await fetch(String(left.headers.location), { redirect: 'manual' });
    const third = await two.signedIn('home');
    const profile = await browser.get(`${two.app.url}/profile`);
    await browser.submit(
      profile,
      {},
      profile.forms.findIndex(({ action }) => action.endsWith('/end-others')),
    );
    await elsewhere.get(String(back.headers.get('location')));
    expect(await two.me(third)).toBe(401);
    expect(await two.me(elsewhere)).toBe(401);
    expect(await two.me(browser)).toMatchObject({ subject: two.work.person.sub });
  });
});

describe('Removing an account', () => {
  async function removalOf(browser: Browser, index: number): Promise<Page> {
    const profile = await browser.get(`${two.app.url}/profile`);
    const links = profile.links.filter(({ url }) => url.includes('/profile/accounts/remove'));
    return browser.get(links[index]?.url ?? '');
  }

  it('ends the sessions that began with it, and lets it be somebody else', async () => {
    const browser = await two.withBoth();
    const elsewhere = await two.signedIn('home');
    const page = await two.send(browser, await removalOf(browser, 1));
    expect(page.text).toContain('A way to sign in was removed');
    expect(await two.kept()).toEqual([two.atWork]);
    expect(await two.me(elsewhere)).toBe(401);
    expect(await two.idOf(await two.signedIn('home', elsewhere))).not.toBe(await two.idOf(browser));
  });

  it('of the first one leaves the person who they are', async () => {
    const browser = await two.withBoth();
    const id = await two.idOf(browser);
    const elsewhere = await two.signedIn('home');
    await two.send(elsewhere, await removalOf(elsewhere, 0));
    expect(await two.kept()).toEqual([two.atHome]);
    expect(await two.me(browser)).toBe(401);
    expect(await two.me(elsewhere)).toMatchObject({ id, subject: two.home.person.sub });
  });

  it('is refused for the last one, however many are removed at once', async () => {
    const browser = await two.signedIn();
    const id = await two.idOf(browser);
    expect(await two.offers(browser)).toEqual(['/profile/accounts/add']);
    const users = two.app.app.get<DatabaseUserStore>(UserStore);
    const [first] = await users.identities(id);
    expect(first && (await users.removeIdentity(id, first))).toBeUndefined();
    await two.send(browser, await two.asksToAdd(browser));
    const all = await users.identities(id);
    const removed = await Promise.all([...all, ...all].map((account) => users.removeIdentity(id, account)));
    expect(removed.filter((account) => account !== undefined)).toHaveLength(1);
    expect(await two.kept()).toHaveLength(1);
  });

  it('of another person is impossible', async () => {
    const browser = await two.signedIn();
    const [{ handle } = { handle: '' }] = await two.app.app.get(Identities).list(await two.idOf(browser));
    const eve = await two.signedIn('home');
    const page = await eve.get(`${two.app.url}/profile`);
    expect((await eve.get(`${two.app.url}/profile/accounts/remove?account=${handle}`)).status).toBe(400);
    expect((await eve.post(page, `${two.app.url}/profile/accounts/remove`, { account: handle })).status).toBe(409);
    const ada = (await two.app.app.get(UserStore).find(two.work.issuer, two.work.person.sub, 'default'))!;
    expect(await two.app.app.get(UserStore).removeIdentity?.(await two.idOf(eve), { ...ada, connection: 'default' })).toBeUndefined();
    expect(await two.kept()).toEqual([two.atWork, two.atHome]);
  });
});
