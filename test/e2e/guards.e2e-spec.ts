import { DatabaseSync } from 'node:sqlite';
import { Browser } from '../support/browser.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

describe('Guards', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    pair = await startPair();
  });

  afterAll(() => pair.close());

  const html = { accept: 'text/html' };

  it.each([
    ['an API path', '/api/me', html],
    ['a fetch', '/profile', { accept: '*/*', 'sec-fetch-mode': 'cors' }],
    ['a request that accepts no HTML', '/profile', { accept: 'application/json' }],
    ['a prefetch', '/profile', { ...html, 'sec-purpose': 'prefetch' }],
  ])('answers %s with 401 JSON and the address to sign in at', async (_what, path, headers) => {
    const response = await fetch(pair.url + path, { headers, redirect: 'manual' });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.headers.get('location')).toBeNull();
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.json()).toMatchObject({
      status: 401,
      code: 'signed_out',
      login: expect.stringContaining(`${pair.url}/login`) as string,
    });
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('never redirects %s', async (method) => {
    for (const path of ['/profile', '/api/me', '/api/other', '/logout']) {
      const response = await fetch(pair.url + path, { method, headers: html, redirect: 'manual' });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.headers.get('location')).toBeNull();
    }
  });

  it.each([
    ['HEAD', '/profile', {}],
    ['HEAD', '/login', {}],
    ['HEAD', '/authorization-code/callback?state=x&code=y', {}],
    ['OPTIONS', '/profile', {}],
    ['OPTIONS', '/login', {}],
    ['OPTIONS', '/api/me', { origin: 'https://other.example', 'access-control-request-method': 'GET' }],
    ['GET', '/login', { 'sec-purpose': 'prefetch' }],
    ['GET', '/login', { purpose: 'prefetch' }],
    ['GET', '/authorization-code/callback?state=x&code=y', { 'sec-purpose': 'prefetch;prerender' }],
  ])('starts nothing and sets nothing for %s %s', async (method, path, headers) => {
    const response = await fetch(pair.url + path, { method, headers: { ...html, ...headers }, redirect: 'manual' });
    expect(response.headers.get('location')).toBeNull();
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.status === 204 || response.status >= 400).toBe(true);
  });

  it('lets anonymous visitors, probes and crawlers in without a row or a cookie', async () => {
    for (const path of ['/', '/favicon.ico', '/robots.txt', '/nothing-here']) {
      const response = await fetch(pair.url + path, { headers: html, redirect: 'manual' });
      expect(response.headers.get('set-cookie')).toBeNull();
    }
    const { database } = pair.app.settings;
    const rows = new DatabaseSync(database.kind === 'sqlite' ? database.file : '', { readOnly: true });
    expect(rows.prepare('select count(*) as n from signin_sessions').get()).toEqual({ n: 0 });
    rows.close();
  });

  it.each([
    '//evil.example/x',
    '/\\evil.example',
    '/%09/evil.example',
    'https://evil.example/',
    'http://localhost@evil.example/',
    '/%0d%0aset-cookie:x=1',
    `/${'x'.repeat(10_000)}`,
  ])('goes to the start page, never to returnTo=%s', async (target) => {
    const browser = new Browser();
    const login = await browser.get(`${pair.url}/login?returnTo=${target}`);
    const page = await browser.submit(login, { username: 'alice@example.com', password: 'alice' });
    expect(page.url).toMatch(new RegExp(`^${pair.url}/`));
    expect(page.status).toBe(target.includes('%0d') ? 404 : 200);
  });

  it('offers one way on from a page that does not exist, and no repair', async () => {
    const page = await new Browser().get(`${pair.url}/nowhere`);
    expect(page.status).toBe(404);
    const ways = page.links.filter(({ url }) => url === `${pair.url}/`).map(({ text }) => text);
    expect(ways.filter((text) => /start page/i.test(text))).toEqual(['Start page']);
    expect(page.links.map(({ text }) => text)).not.toContain('Try again');
    expect(page.text).not.toContain('How to fix it');
  });
});
