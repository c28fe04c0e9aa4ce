import { Browser } from '../support/browser.js';
import type { Page } from '../support/page.js';
import { type RunningOrganisations, startOrganisations } from '../support/start-organisations.js';

/** What a person fills in at an embedded organisation. */
const alice = { username: 'alice@example.com', password: 'alice' };

describe('The page that asks which organisation signs a person in', () => {
  let run: RunningOrganisations;
  let browser: Browser;

  beforeAll(async () => {
    run = await startOrganisations(
      {
        acme: { LABEL: 'Acme & Sons', DOMAINS: 'acme.example,bücher.example' },
        globex: { LABEL: 'Globex', DOMAINS: 'globex.example', HIDDEN: 'on' },
        initech: { LABEL: 'Initech' },
      },
      { CONNECTION_DEFAULT_LABEL: 'Our own people', RATE_LIMIT: 'off' },
    );
  });
  afterAll(() => run.close());
  beforeEach(() => (browser = new Browser()));

  const at = (page: Page): string => Object.entries(run.okta).find(([, { origin }]) => page.url.startsWith(origin))?.[0] ?? page.url;
  const ways = (page: Page): string[] => page.links.filter(({ url }) => url.includes('connection=')).map(({ text }) => text);
  it('offers what is not hidden, and an e-mail field', async () => {
    const page = await browser.get(`${run.url}/login`);
    expect([page.status, ways(page)]).toEqual([200, ['Our own people', 'Acme & Sons', 'Initech']]);
    expect(page.body).not.toMatch(/globex/i);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.setCookies).toEqual([]);
  });

  it.each([
    ['alice@acme.example', 'acme'],
    ['  Alice@ACME.Example ', 'acme'],
    ['alice@bücher.example', 'acme'],
    ['alice@xn--bcher-kva.example', 'acme'],
    ['"odd name"@globex.example', 'globex'],
  ])('leads %s to its organisation, which is told the address', async (address, connection) => {
    const asked = await browser.get(`${run.url}/login`);
    const page = await browser.submit(asked, { login_hint: address });
    expect(at(page)).toBe(connection);
    expect(page.forms[0]?.fields['username']).toBe(address.trim());
  });

  it.each([
    ['alice@nowhere.example', 'No organisation signs in here'],
    ['alice@sub.acme.example', 'No organisation signs in here'],
    ['alice@acme.example.', 'No organisation signs in here'],
    ['alice', 'That is not an e-mail address'],
    ['alice@', 'That is not an e-mail address'],
    ['@acme.example', 'That is not an e-mail address'],
  ])('says of %s that it leads nowhere, and lists nobody', async (address, told) => {
    const page = await browser.submit(await browser.get(`${run.url}/login?returnTo=%2Fprofile%3Fa%3D1`), { login_hint: address });
    expect([page.status, ways(page)]).toEqual([422, []]);
    expect(page.text).toContain(told);
    expect(page.body).not.toMatch(/acme &|globex|initech|our own/i);
    const all = page.links.find(({ text }) => text === 'All ways to sign in');
    const back = await browser.follow(page, all?.url ?? '');
    const landed = await browser.submit(await browser.submit(back, { login_hint: 'alice@acme.example' }), alice);
    expect([landed.status, landed.url]).toEqual([200, `${run.url}/profile?a=1`]);
  });

  it.each(['button', 'address'])('comes back to the page that was wanted, byte for byte, by %s', async (way) => {
    const wanted = '/profile?a=1&b=%26%3D%23&c=%C3%A9&d=a+b&e[]=1&e[]=2';
    const asked = await browser.get(run.url + wanted);
    const button = asked.links.find(({ text }) => text === 'Initech');
    const there =
      way === 'button' ? await browser.follow(asked, button?.url ?? '') : await browser.submit(asked, { login_hint: 'a@globex.example' });
    expect(at(there)).toBe(way === 'button' ? 'initech' : 'globex');
    const page = await browser.submit(there, alice);
    expect([page.status, page.url]).toEqual([200, run.url + wanted]);
  });

  it('comes back to an address that no link holds', async () => {
    const wanted = `/profile?long=${'x'.repeat(3000)}`;
    const asked = await browser.get(run.url + wanted);
    expect(ways(asked)).toHaveLength(3);
    const page = await browser.submit(await browser.submit(asked, { login_hint: 'a@acme.example' }), alice);
    const end = page.links.find(({ url }) => url.includes('long='))?.url ?? page.url;
    expect(end).toBe(run.url + wanted);
  });

  it('puts the one that was used last first, and says so', async () => {
    const there = await browser.get(`${run.url}/login?connection=initech`);
    await browser.submit(there, alice);
    const page = await browser.get(`${run.url}/login`);
    expect(ways(page)).toEqual(['Initech used last', 'Our own people', 'Acme & Sons']);
  });

  it('is followed by pages that name who signed the person in, and nobody to others', async () => {
    const profile = await browser.submit(await browser.get(`${run.url}/login?connection=globex&returnTo=/profile`), alice);
    const { host } = new URL(run.okta['globex']?.origin ?? '');
    for (const page of [profile, await browser.get(run.url), await browser.get(`${run.url}/logout`)]) expect(page.text).toContain(host);
    const stranger = await new Browser().get(run.url);
    expect(stranger.text).toContain('the account of your organisation');
    for (const { origin } of Object.values(run.okta)) expect(stranger.text).not.toContain(new URL(origin).host);
  });

  it('does not show a hidden one, where it was used last either', async () => {
    await browser.submit(await browser.get(`${run.url}/login?connection=globex`), alice);
    expect(ways(await browser.get(`${run.url}/login`))).toEqual(['Our own people', 'Acme & Sons', 'Initech']);
  });

  it('is skipped where a link names the connection, its issuer, or an address of its domain', async () => {
    const { globex, acme } = run.okta;
    for (const [query, connection] of [
      ['connection=globex', 'globex'],
      ['connection=default', 'default'],
      [`iss=${encodeURIComponent(globex?.origin ?? '')}`, 'globex'],
      ['login_hint=bob@acme.example', 'acme'],
      // What names it outright wins.
      ['connection=initech&login_hint=bob@acme.example', 'initech'],
      [`iss=${encodeURIComponent(acme?.origin ?? '')}&login_hint=bob@globex.example`, 'acme'],
    ] as const)
      expect([query, at(await browser.get(`${run.url}/login?${query}`))]).toEqual([query, connection]);
    const tile = await browser.get(globex?.origin ?? '');
    expect(at(await browser.post(tile, `${run.url}/login`, { iss: globex?.origin ?? '' }))).toBe('globex');
  });

  it('refuses a connection and an issuer that are not known', async () => {
    const named = await browser.get(`${run.url}/login?connection=nobody`);
    expect([named.status, named.text]).toEqual([400, expect.any(String) as unknown]);
    const issuer = await browser.get(`${run.url}/login?iss=https://evil.example`);
    expect(issuer.status).toBe(400);
    for (const text of [named.body, issuer.body]) expect(text).not.toMatch(/globex|initech/i);
  });

  it('takes along what makes the sign-in stronger', async () => {
    const asked = await browser.get(`${run.url}/login?max_age=60&acr_values=urn:okta:loa:1fa:any&prompt=login`);
    const taken = { max_age: '60', acr_values: 'urn:okta:loa:1fa:any', prompt: 'login' };
    expect(asked.forms[0]?.fields).toMatchObject(taken);
    for (const { url } of asked.links.filter(({ text }) => text === 'Initech'))
      expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({ ...taken, connection: 'initech' });
  });

  it('lets its form lead on to any provider, and no other page of ours', async () => {
    const [asked, home] = [await browser.get(`${run.url}/login`), await browser.get(run.url)];
    const policy = (page: Page): string => /form-action[^;]*/.exec(String(page.headers['content-security-policy']))?.[0] ?? '';
    expect(policy(asked).split(' ')).toContain('http:');
    expect(policy(home).split(' ')).not.toContain('http:');
  });
});

describe('An application with one organisation', () => {
  it('asks nobody, whatever address a link holds', async () => {
    const run = await startOrganisations({});
    const browser = new Browser();
    for (const query of ['', '?login_hint=alice@nowhere.example', '?connection=default']) {
      const page = await browser.get(`${run.url}/login${query}`);
      expect(page.url.startsWith(run.okta['default']?.origin ?? '')).toBe(true);
    }
    const landed = await browser.submit(await browser.get(`${run.url}/login`), alice);
    expect(landed.setCookies.join()).not.toContain('_connection');
    await run.close();
  });
});
