import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Browser } from './browser.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

describe('Browser', () => {
  const servers: Server[] = [];
  const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
  const last = () => seen[seen.length - 1]!;

  async function site(answer: Answer, hostname = 'localhost'): Promise<string> {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
        answer(request, response);
      });
    });
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://${hostname}:${(server.address() as AddressInfo).port}`;
  }

  const redirect =
    (status: number, location: string, ...cookies: string[]): Answer =>
    (_request, response) =>
      response.writeHead(status, { location, 'set-cookie': cookies }).end();

  const html =
    (body: string, headers: Record<string, string> = {}): Answer =>
    (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(body);

  afterEach(async () => {
    seen.length = 0;
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  it('says that it loads a page whose address was typed', async () => {
    const url = await site(html('<p>Hi</p>'));
    const page = await new Browser().get(`${url}/`, { 'sec-purpose': 'prefetch', 'accept-language': undefined });
    expect(page).toMatchObject({ status: 200, text: 'Hi', trail: [] });
    expect(last().headers).toMatchObject({
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      'sec-fetch-site': 'none',
      'sec-purpose': 'prefetch',
    });
    expect(last().headers.accept).toMatch(/^text\/html/);
    expect(last().headers).not.toHaveProperty('accept-language');
    expect(last().headers).not.toHaveProperty('origin');
  });

  it('follows redirects between hosts with the cookies of each, and shows the way', async () => {
    const app = await site((request, response) =>
      request.url === '/' ? html('signed in')(request, response) : redirect(303, '/', 'sid=1; Path=/')(request, response),
    );
    const provider = await site(redirect(302, `${app}/callback?code=1`, 'idp=1; Path=/'), '127.0.0.1');
    const browser = new Browser();
    const page = await browser.get(provider);
    expect(page.url).toBe(`${app}/`);
    expect(page.trail).toEqual([
      { url: `${provider}/`, status: 302, location: `${app}/callback?code=1` },
      { url: `${app}/callback?code=1`, status: 303, location: '/' },
    ]);
    expect(page.setCookies).toEqual(['idp=1; Path=/', 'sid=1; Path=/']);
    expect(seen.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined, 'sid=1']);
  });

  it.each([
    [303, 'GET', ''],
    [302, 'GET', ''],
    [307, 'POST', 'a=%C3%A9+%26'],
  ])('answers a %i after a form with %s', async (status, method, body) => {
    const url = await site((request, response) => (request.url === '/end' ? html('end') : redirect(status, '/end'))(request, response));
    const browser = new Browser();
    await browser.post(await browser.get(`${url}/end`), '/send', { a: 'é &' });
    expect(last()).toMatchObject({ method, url: '/end', body });
  });

  it('sends a form with its hidden fields from the origin of its page', async () => {
    const url = await site(
      html('<form></form><form action="/send?x=1" method="post"><input type="hidden" name="csrf" value="c"><input name="who"></form>'),
    );
    const browser = new Browser();
    await browser.submit(await browser.get(`${url}/form`), { who: 'alice' }, 1);
    expect(last()).toMatchObject({ method: 'POST', url: '/send?x=1', body: 'csrf=c&who=alice' });
    expect(last().headers).toMatchObject({
      origin: url,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    });
  });

  it('puts the fields of a GET form into the address', async () => {
    const url = await site(html('<form action="/search?old=1"><input name="q" value="a b"></form>'));
    const browser = new Browser();
    await browser.submit(await browser.get(url));
    expect(last()).toMatchObject({ method: 'GET', url: '/search?q=a+b' });
  });

  it.each([
    ['no-referrer', 'null'],
    ['same-origin', 'null'],
    ['strict-origin-when-cross-origin', 'the origin'],
  ])('hides the origin of a form to another site as the policy %s says', async (policy, origin) => {
    const evil = await site(html('', { 'referrer-policy': policy }), '127.0.0.1');
    const app = await site(html(''));
    const browser = new Browser();
    await browser.post(await browser.get(evil), `${app}/logout`, {});
    expect(last().headers).toMatchObject({ origin: origin === 'the origin' ? evil : origin, 'sec-fetch-site': 'cross-site' });
  });

  it('holds Lax cookies back from a form of another site, and sends them with its link', async () => {
    const app = await site((_request, response) => response.setHeader('set-cookie', 'sid=1; Path=/; SameSite=Lax').end());
    const evil = await site(html(''), '127.0.0.1');
    const browser = new Browser();
    await browser.get(app);
    const page = await browser.get(evil);
    await browser.post(page, app, {});
    expect(last().headers.cookie).toBeUndefined();
    await browser.follow(page, app);
    expect(last().headers.cookie).toBe('sid=1');
  });

  it('fetches for a script without following a redirect', async () => {
    const url = await site(redirect(302, '/login'));
    const browser = new Browser();
    const page = await browser.get(url, {}, { redirect: 'manual' });
    await expect(browser.fetch(page, '/api/me')).resolves.toMatchObject({ status: 302, url: `${url}/api/me` });
    expect(last().headers).toMatchObject({ accept: '*/*', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' });
  });

  it('keeps calling a chain of redirects cross-site once it has been', async () => {
    const app = await site((request, response) => (request.url === '/end' ? html('') : html(''))(request, response));
    const other = await site(redirect(302, `${app}/end`), '127.0.0.1');
    const browser = new Browser();
    await browser.follow(await browser.get(app), other);
    expect(last()).toMatchObject({ url: '/end', headers: { 'sec-fetch-site': 'cross-site' } });
  });

  it('gives up after 20 redirects', async () => {
    const url = await site(redirect(302, '/'));
    await expect(new Browser().get(url)).rejects.toThrow('more than 20 redirects');
  });

  it('reaches names under localhost without a name server', async () => {
    const url = await site(html('here'), 'app.localhost');
    await expect(new Browser().get(url)).resolves.toMatchObject({ body: 'here' });
  });
});
