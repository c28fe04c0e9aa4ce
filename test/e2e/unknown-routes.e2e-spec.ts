import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { startPair, type RunningPair } from '../support/start-pair.js';

interface Reply {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

describe('A request that no route takes', () => {
  let pair: RunningPair;

  beforeAll(async () => {
    pair = await startPair({ METRICS_TOKEN: 'a-token-for-the-scraper' });
  });

  afterAll(() => pair.close());

  /** `path` goes out as it stands: fetch would put it right. */
  const send = (method: string, path: string, accept: string): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(pair.url);
      const outgoing = request({ hostname, port, method, path, agent: false, headers: { accept } }, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode, headers: response.headers, body }), reject);
      });
      outgoing.once('error', reject).end();
    });

  const metric = async (pattern: RegExp): Promise<string[]> => {
    const answer = await fetch(`${pair.url}/metrics`, { headers: { authorization: 'Bearer a-token-for-the-scraper' } });
    return (await answer.text()).split('\n').filter((line) => pattern.test(line));
  };

  it.each([
    '/%E0%A4%A',
    '/profile/%80',
    '/assets/1/%ff',
    '/%',
    '/%?state=%E0%A4%A',
    `/assets/${'v'.repeat(300)}/x.css`,
    '/%25'.repeat(2500),
  ])('gets our own page or problem+json for %s, with every header and a line in the log', async (path) => {
    for (const [accept, type, title] of [
      ['text/html', 'text/html; charset=utf-8', '<h1'],
      ['application/json', 'application/problem+json; charset=utf-8', '"code":"not_found"'],
    ] as const) {
      const before = pair.app.log.length;
      const reply = await send('GET', path, accept);
      expect(reply).toMatchObject({
        status: 404,
        headers: {
          'content-type': type,
          'content-security-policy': expect.stringContaining("default-src 'none'"),
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        },
        body: expect.stringContaining(title),
      });
      const lines = pair.app.log.slice(before).map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines.filter(({ context }) => context === 'Request')).toEqual([expect.objectContaining({ status: 404 })]);
    }
  });

  it.each([
    ['PUT', '/login', 'HEAD, GET, POST'],
    ['DELETE', '/authorization-code/callback?code=x', 'HEAD, GET, POST'],
    ['OPTIONS', '/logout', 'GET, HEAD, POST'],
    ['GET', '/backchannel-logout', 'POST'],
    ['HEAD', '/universal-logout', 'POST'],
    ['PUT', '/', 'GET, HEAD'],
    ['DELETE', '/api/me', 'GET, HEAD'],
    ['PATCH', '/healthz', 'GET, HEAD'],
    ['POST', '/assets/1/app.css', 'GET, HEAD'],
  ])('gets 405 and the methods that there are: %s %s', async (method, path, allow) => {
    const reply = await send(method, path, 'application/json');
    expect(reply.status).toBe(405);
    expect(String(reply.headers['allow']).split(', ').sort()).toEqual(allow.split(', ').sort());
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
  });

  it.each(['/nowhere', '/login/x', '/loginx'])('gets 404 where there is no address at all: PUT %s', async (path) => {
    const reply = await send('PUT', path, 'application/json');
    expect(reply).toMatchObject({ status: 404, body: expect.stringContaining('"code":"not_found"') });
    expect(reply.headers['allow']).toBeUndefined();
  });

  it.each(['/login', '/authorization-code/callback?code=x&state=y'])('starts and finishes nothing with HEAD %s', async (path) => {
    const counted = await metric(/^signin_logins_total/);
    const reply = await send('HEAD', path, 'text/html');
    expect(reply.status).toBe(204);
    expect(reply.headers['set-cookie']).toBeUndefined();
    expect(reply.headers['location']).toBeUndefined();
    expect(await metric(/^signin_logins_total/)).toEqual(counted);
  });
});
