import type { EmbeddedOkta } from '../embedded-okta.js';
import { RelyingParty, startOrganisation } from '../../test/relying-party.js';

describe('the sign-in page', () => {
  let okta: EmbeddedOkta;
  let app: RelyingParty;

  beforeAll(async () => {
    okta = await startOrganisation();
  });
  beforeEach(async () => {
    app = await RelyingParty.discover(okta.origin);
  });
  afterAll(() => okta.close());

  it('refuses a wrong password and keeps the user name', async () => {
    const { url } = await app.browser.visit(await app.authorizationUrl());
    for (const form of [
      { username: 'alice@example.com', password: 'bob' },
      { username: 'nobody@example.com', password: 'nobody' },
      { username: '"><b>' },
    ]) {
      const page = await app.browser.visit(url, form as Record<string, string>);
      expect(page.status).toBe(401);
      expect(page.text).toContain('Unable to sign in');
      expect(page.text).toContain(`value="${form.username.replace('"><b>', '&quot;&gt;&lt;b&gt;')}"`);
    }
  });

  it('signs in by one click', async () => {
    const { url, text } = await app.browser.visit(await app.authorizationUrl());
    expect(text).toContain('name="person" value="bob@example.com"');
    const tokens = await app.tokens(await app.browser.visit(url, { person: 'bob@example.com' }));
    expect(tokens.claims()).toMatchObject({ email: 'bob@example.com' });
  });

  it('fills in login_hint', async () => {
    const { text } = await app.browser.visit(await app.authorizationUrl({ login_hint: 'alice@example.com' }));
    expect(text).toMatch(/name="username"\s+value="alice@example\.com"/);
  });

  it('needs no script, allows none, and escapes names', async () => {
    const { url } = await app.browser.visit(await app.authorizationUrl());
    const response = await app.browser.open(url);
    const text = await response.text();
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script&gt;');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('isolates names, so that a character that turns the writing direction turns nothing after it', async () => {
    const { text } = await app.browser.visit(await app.authorizationUrl());
    const names = okta.people.map(({ name }) => name.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'));
    expect(names.some((name) => name.includes('\u202E'))).toBe(true);
    for (const name of names) expect(text.split(name)).toHaveLength(text.split(`<bdi>${name}</bdi>`).length);
  });

  it.each(['does not know', 'has finished'])('says that a sign-in which it %s is over, and leads to the application', async (which) => {
    const { url } = await app.browser.visit(await app.authorizationUrl());
    if (which === 'has finished') await app.tokens(await app.browser.visit(url, { person: 'alice@example.com' }));
    // What the back button loads.
    const page = await app.browser.visit(which === 'has finished' ? url : `${okta.origin}/signin/org/unknown`);
    expect(page.text).toContain('<h1>This sign-in is over</h1>');
    expect(page.text).toMatch(/<a href="http:[^"]+">Go to the application<\/a>/);
    expect(page.status).toBe(400);
    expect(page.text).toContain('Request expired, please start over and try again.');
  });

  it('lets another person sign in over a session, without a script', async () => {
    await app.signIn('alice');
    const { url } = await app.browser.visit(await app.authorizationUrl({ prompt: 'login' }));
    const tokens = await app.tokens(await app.browser.visit(url, { username: 'bob@example.com', password: 'bob' }));
    expect(tokens.claims()).toMatchObject({ email: 'bob@example.com' });
    expect((await app.tokens(await app.signIn('alice'))).claims()).toMatchObject({ email: 'bob@example.com' });
  });

  it('lets two tabs finish, whoever signs in', async () => {
    const tabs = [await app.browser.visit(await app.authorizationUrl()), await app.browser.visit(await app.authorizationUrl())];
    for (const [index, person] of ['alice', 'alice', 'bob'].entries()) {
      const { url } = tabs[index] ?? (await app.browser.visit(await app.authorizationUrl({ prompt: 'login' })));
      const visit = await app.browser.visit(url, { person: `${person}@example.com` });
      expect((await app.tokens(visit)).claims()).toMatchObject({ email: `${person}@example.com` });
    }
  });

  it('lets another person finish in a tab that was opened before anyone signed in', async () => {
    const { url } = await app.browser.visit(await app.authorizationUrl());
    await app.signIn('alice');
    const visit = await app.browser.visit(url, { person: 'bob@example.com' });
    expect((await app.tokens(visit)).claims()).toMatchObject({ email: 'bob@example.com' });
  });

  it('uses cookies with names of its own', async () => {
    await app.signIn('alice');
    expect(app.browser.cookieNames).not.toEqual([]);
    expect(app.browser.cookieNames.filter((name) => !name.startsWith('okta_embedded_'))).toEqual([]);
  });

  it('shares one session between the servers', async () => {
    await app.signIn('alice');
    const url = new URL(`${okta.origin}/oauth2/aus1embedded/v1/authorize`);
    url.search = (await app.authorizationUrl()).search;
    expect((await app.browser.visit(url)).url.searchParams.has('code')).toBe(true);
  });
});
