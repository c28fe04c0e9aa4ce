import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

const callback = '/authorization-code/callback';

describe('The callback', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    pair = await startPair();
  });

  afterAll(() => pair.close());

  it.each([
    ['nothing', ''],
    ['neither code nor error', '?state=abc'],
    ['a code without a state', '?code=x'],
    ['a code with a foreign state', '?code=x&state=foreign'],
    [
      'an error of somebody else',
      '?error=access_denied&error_description=Call+%2B1-555-0100+to+unlock&error_uri=https://evil.example&state=foreign',
    ],
    ['an error without a state', '?error=access_denied&error_description=Call+%2B1-555-0100+to+unlock'],
    ['code and error', '?code=x&error=access_denied&state=foreign'],
    ['a repeated state', '?code=x&state=a&state=b'],
    ['a repeated code', '?code=x&code=y&state=a'],
    ['brackets', '?state[]=a&state[$ne]=&code=1'],
    ['an escape that does not decode', '?state=%E0%A4%A&code=%GG'],
    ['a long code', `?state=0&code=${'c'.repeat(9_000)}`],
    ['quotes, NUL and emoji', `?code=1&state=${encodeURIComponent('\'"\0\u{1f600}')}`],
  ])('answers %s with a page, 400, and words of our own', async (_what, query) => {
    const before = pair.app.log.length;
    const page = await new Browser().get(pair.url + callback + query);
    expect(page.status).toBe(400);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.text).not.toContain('555-0100');
    expect(page.body).not.toContain('evil.example');
    expect(page.links.some(({ text }) => text === 'Try again')).toBe(true);
    const lines = pair.app.log.slice(before).map((line) => JSON.parse(line) as { level: string });
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(0);
  });

  it('accepts a callback once, whatever the browser does afterwards', async () => {
    const browser = new Browser();
    const page = await signIn(browser, pair.url, 'alice@example.com', 'alice');
    const used = page.trail.find(({ url }) => url.includes(callback))?.url ?? '';
    const again = await browser.get(used);
    expect([again.status, again.url]).toEqual([200, `${pair.url}/`]);
    expect((await browser.get(`${pair.url}/api/me`)).status).toBe(200);
  });

  it('uses up the login even when the provider says no', async () => {
    const browser = new Browser();
    const refused = await signIn(browser, pair.url, 'unassigned@example.com', 'unassigned');
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('User is not assigned to the client application.');
    const used = refused.trail.find(({ url }) => url.includes(callback))?.url ?? refused.url;
    const again = await browser.get(used);
    expect(again.status).toBe(400);
    expect(again.text).not.toContain('User is not assigned to the client application.');
  });

  it('is worth nothing in another browser', async () => {
    const browser = new Browser();
    const login = await browser.get(`${pair.url}/login`);
    const stop = await browser.submit(login, { username: 'alice@example.com', password: 'alice' }, 0, { redirect: 'manual' });
    let hop = stop;
    while (!String(hop.headers.location).includes(callback))
      hop = await browser.get(String(hop.headers.location), {}, { redirect: 'manual' });
    const stolen = await new Browser().get(String(hop.headers.location));
    expect(stolen.status).toBe(400);
  });

  it.each([
    ['rubbish', 'x'],
    ['a truncated value', 'abc.def'],
    ['8 kB', 'y'.repeat(8_000)],
    ['a bad escape', '%GG'],
  ])('takes a login cookie of %s for no login', async (_what, value) => {
    const browser = new Browser();
    const start = await browser.get(`${pair.url}/login`, {}, { redirect: 'manual' });
    const name = start.setCookies[0]?.split('=')[0] ?? '';
    const state = new URL(String(start.headers.location)).searchParams.get('state') ?? '';
    const page = await new Browser().get(`${pair.url}${callback}?code=x&state=${state}`, { cookie: `${name}=${value}` });
    expect(page.status).toBe(400);
  });

  it('keeps at most twelve logins of one browser, dropping the oldest', async () => {
    const browser = new Browser();
    for (let count = 0; count < 15; count++) await browser.get(`${pair.url}/login`, {}, { redirect: 'manual' });
    const names = (browser.cookies.header(new URL(pair.url), undefined, true) ?? '')
      .split('; ')
      .filter((cookie) => cookie.includes('_login_'));
    expect(names).toHaveLength(12);
  });
});
