import { once } from 'node:events';
import { createConnection } from 'node:net';
import type { Answer } from '../support/page.js';
import { type RequestHeaders, send } from '../support/request.js';
import { startPair, type RunningPair } from '../support/start-pair.js';

const form = 'application/x-www-form-urlencoded';
const page = { accept: 'text/html' };
/** As much as a form was once allowed to be. */
const manyFields = 'a&'.repeat(131_071);
const maxAnswer = 64 * 1024;

const post = (url: string, body: string): Promise<Answer> =>
  send(new URL(url), { method: 'POST', headers: { ...page, 'content-type': form }, body });
const get = (url: string, headers: RequestHeaders = {}): Promise<Answer> =>
  send(new URL(url), { method: 'GET', headers: { ...page, ...headers }, body: undefined });
const length = ({ body, headers }: Answer): number => Buffer.byteLength(body) + JSON.stringify(headers).length;

/** Sends a request whose body never comes. Resolves to what is said about it nevertheless. */
async function postWithoutBody(url: URL): Promise<string> {
  const socket = createConnection(Number(url.port), url.hostname);
  socket.write(`POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: ${form}\r\nContent-Length: 60000\r\n\r\n`);
  const [said] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return said.toString().split('\r\n', 1)[0] ?? '';
}

describe('A large request of somebody who is not signed in', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    pair = await startPair({ OIDC_RESPONSE_MODE: 'form_post' });
  });

  afterAll(() => pair.close());

  it.each([
    '/login',
    '/authorization-code/callback',
    '/logout',
    '/backchannel-logout',
    '/universal-logout',
    '/profile/sessions/end',
    '/nowhere',
    '/',
  ])('is refused before its fields are read: POST %s', async (path) => {
    for (const body of [manyFields, 'a&'.repeat(50), `${'a=1&'.repeat(50)}state=s`]) {
      const answer = await post(pair.url + path, body);
      expect(answer.status).toBe({ '/nowhere': 404, '/': 405 }[path] ?? 413);
      expect(length(answer)).toBeLessThan(maxAnswer);
    }
  });

  it('may have 50 fields', async () => {
    expect((await post(`${pair.url}/backchannel-logout`, `${'a=1&'.repeat(49)}logout_token=x`)).status).toBe(400);
  });

  it('gets back of a posted answer what the protocol knows, and nothing else', async () => {
    const known = {
      code: 'c+d',
      state: 's',
      iss: 'i',
      session_state: 'x',
      error: 'e',
      error_description: 'd',
      error_uri: 'u',
      response: 'r',
    };
    const sent = new URLSearchParams({ ...known, id_token: 't', access_token: 't', '"><b>': 'own', reposted_by: 'me' });
    const answer = await post(`${pair.url}/authorization-code/callback`, sent.toString());
    const fields = [...answer.body.matchAll(/<input[^>]* name="([^"]*)"[^>]*value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
    expect(Object.fromEntries(fields)).toEqual({ ...known, reposted: '1' });
  });

  it('gets no page back that is longer than 64 kB', async () => {
    const long = await post(`${pair.url}/authorization-code/callback`, `code=${'"'.repeat(50_000)}&state=s`);
    expect(long.status).toBe(413);
    expect(length(long)).toBeLessThan(maxAnswer);
    const most = await post(`${pair.url}/authorization-code/callback`, `code=${'"'.repeat(9_999)}&state=s`);
    expect(most.status).toBe(200);
    expect(length(most)).toBeLessThan(maxAnswer);
  });

  it.each(['/login', '/authorization-code/callback', '/frontchannel-logout', '/logout', '/', '/profile', '/nowhere'])(
    'is answered shortly, however many parameters its query has: GET %s',
    async (path) => {
      for (const query of [
        'a&'.repeat(15_000),
        `${'&'.repeat(30_000)}`,
        `state=s&${'a&'.repeat(14_000)}`,
        `x=${encodeURIComponent('"'.repeat(9_000))}`,
      ]) {
        const answer = await get(`${pair.url}${path}?${query}`);
        expect(answer.status).toBeLessThan(500);
        expect(length(answer)).toBeLessThan(maxAnswer);
      }
    },
  );
});

describe('A form where the provider answers in the query', () => {
  it('is not shown again', async () => {
    const pair = await startPair();
    const answer = await post(`${pair.url}/authorization-code/callback`, 'code=c&state=s&more=m');
    expect(answer.status).toBe(400);
    expect(answer.body).not.toContain('name="code"');
    await pair.close();
  });
});

describe('A request beyond RATE_LIMIT', () => {
  it('is refused before its body is there', async () => {
    const pair = await startPair({ RATE_LIMIT: '2' });
    const url = new URL(`${pair.url}/backchannel-logout`);
    for (let count = 0; count < 2; count += 1) expect((await post(url.href, 'logout_token=x')).status).toBe(400);
    expect(await postWithoutBody(url)).toBe('HTTP/1.1 429 Too Many Requests');
    await pair.close();
  });

  it.each(['/metrics', '/readyz'])('of %s is counted apart from sign-ins, and refused as they are', async (path) => {
    const pair = await startPair({ RATE_LIMIT: '3' });
    const ask = async (asked: string): Promise<number> => (await get(pair.url + asked)).status;
    for (let count = 0; count < 5; count += 1) await ask('/login');
    expect([await ask('/login'), await ask(path), await ask(path), await ask(path), await ask(path)]).toEqual([429, 200, 200, 200, 429]);
    expect(await ask('/healthz')).toBe(200);
    await pair.close();
  });

  it.each([
    ['a port of their own each', (count: number) => `198.51.100.9:${1000 + count}`],
    ['a port and brackets', (count: number) => `[2001:db8::${count}]:${1000 + count}`],
    ['something that is no address', (count: number) => `unknown-${count}`],
    ['8,000 characters', (count: number) => `${count}`.padEnd(8000, 'x')],
    ['a zone', (count: number) => `fe80::1%eth${count}`],
  ])('is one whatever a proxy says of its client: %s', async (_what, forwardedFor) => {
    const pair = await startPair({ RATE_LIMIT: '2', TRUST_PROXY: 'loopback' });
    const login = async (count: number): Promise<number> =>
      (await get(`${pair.url}/login`, { 'x-forwarded-for': forwardedFor(count) })).status;
    expect([await login(1), await login(2), await login(3)]).toEqual([302, 302, 429]);
    await pair.close();
  });
});
