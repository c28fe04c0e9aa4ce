import { moveClock, resetClock } from '../conformance/moved-clock.js';
import type { Page } from '../support/page.js';
import { TwoAccounts } from '../support/two-accounts.js';

let two: TwoAccounts;
beforeEach(async () => void (two = await TwoAccounts.start()));
afterEach(async () => {
  resetClock();
  await two?.close();
});

describe('Adding an account is refused', () => {
  it('to a page of another site', async () => {
    const browser = await two.signedIn();
    const evil = { ...(await browser.get(`${two.app.url}/`)), url: 'https://evil.test/' } as Page;
    const answer = await browser.post(evil, `${two.app.url}/profile/accounts/add`, { connection: 'home' });
    // SameSite=Lax keeps the cookie back; with it, the request says where it comes from.
    expect(answer.url).not.toContain(two.home.origin);
    const cookie = browser.cookies.header(new URL(two.app.url), undefined, true) ?? '';
    const forged = await fetch(`${two.app.url}/profile/accounts/add`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, 'sec-fetch-site': 'cross-site', accept: 'text/html' },
      body: new URLSearchParams({ connection: 'home' }),
    });
    expect([forged.status, forged.headers.getSetCookie()]).toEqual([403, []]);
  });

  it("to a victim whom an attacker has open the end of the attacker's own addition", async () => {
    const attacker = await two.signedIn();
    const address = await two.stoppedAddition(attacker);
    expect(address).toContain('/authorization-code/callback/home?');
    two.work.person.sub = 'the-victim';
    const victim = await two.signedIn();
    const page = await victim.get(address);
    expect(page.text).toContain('You were signed in already');
    expect(two.home.requestsTo('token')).toEqual([]);
    expect(await two.offers(victim)).toEqual(['/profile/accounts/add']);
    expect((await two.kept()).filter((account) => account.startsWith('home'))).toEqual([]);
  });

  it("even where the attacker has planted the cookie of that addition in the victim's browser", async () => {
    const attacker = await two.signedIn();
    const attackerSub = two.work.person.sub;
    const address = await two.stoppedAddition(attacker);
    Object.assign(two.work.person, { sub: 'the-victim' });
    const victim = await two.signedIn();
    for (const { name, value } of attacker.cookies.for(new URL(two.app.url)))
      if (name.includes('login')) victim.cookies.keep(`${name}=${value}; Path=/`, new URL(two.app.url));
    const page = await victim.get(address);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('Nothing was added')]);
    expect((await two.kept()).sort()).toEqual([`default ${attackerSub}`, 'default the-victim'].sort());
  });

  it('to somebody who has signed out, or in as somebody else, on the way', async () => {
    const browser = await two.signedIn();
    const address = await two.stoppedAddition(browser);
    Object.assign(two.work.person, { sub: 'somebody-else' });
    await two.signedIn('default', browser);
    expect((await browser.get(address)).status).toBe(403);
    expect(await two.kept()).toHaveLength(2);
  });

  it('to a session that is older than a few minutes, before the person has signed in again', async () => {
    const browser = await two.signedIn();
    const fresh = await two.asksToAdd(browser);
    moveClock(400);
    const late = await two.send(browser, fresh);
    expect(late.status).toBe(403);
    const page = await two.asksToAdd(browser);
    expect(page.forms.some(({ action }) => action.includes('/profile/accounts/'))).toBe(false);
    const again = await browser.get(page.links.find(({ text }) => text === 'Sign in once more')?.url ?? '');
    expect(two.work.requestsTo('authorize').at(-1)?.query.get('prompt')).toBe('login');
    expect(again.url).toBe(`${two.app.url}/profile/accounts/add?connection=home`);
    await two.send(browser, again);
    expect(await two.kept()).toEqual([two.atWork, two.atHome]);
  });

  it('where the provider says that the person signed in there long ago', async () => {
    const browser = await two.signedIn();
    two.home.lie = { idToken: { claims: { auth_time: Math.floor(Date.now() / 1000) - 3600 } } };
    const page = await two.send(browser, await two.asksToAdd(browser));
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('Nothing was added')]);
    expect(await two.kept()).toEqual([two.atWork]);
  });

  it('where the account belongs to another person already, whoever they are', async () => {
    const other = await two.signedIn('home');
    const id = await two.idOf(other);
    const browser = await two.signedIn();
    const page = await two.send(browser, await two.asksToAdd(browser));
    expect([page.status, page.text]).toEqual([409, expect.stringContaining('belongs to another person')]);
    expect(await two.idOf(other)).toBe(id);
    expect(await two.offers(browser)).toEqual(['/profile/accounts/add']);
  });

  it('by a connection that does not exist', async () => {
    const browser = await two.signedIn();
    expect((await browser.get(`${two.app.url}/profile/accounts/add?connection=nowhere`)).status).toBe(400);
  });

  it('twice with one response', async () => {
    const browser = await two.signedIn();
    const address = await two.stoppedAddition(browser);
    await browser.get(address);
    expect(await two.kept()).toEqual([two.atWork, two.atHome]);
    await browser.get(address);
    expect(two.home.requestsTo('token')).toHaveLength(1);
  });
});
