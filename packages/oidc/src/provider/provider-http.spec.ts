import type { ServerResponse } from 'node:http';
import { type Answer, answering, ForgingProvider, type ReceivedRequest } from '../../../../test/support/forging-provider.js';
import { freePort } from '../../../../test/support/free-port.js';
import { ProviderHttp, type ProviderRequest } from './provider-http.js';
import type { RequestRecord } from '../relying-party-options.js';

let provider: ForgingProvider;
beforeAll(async () => (provider = await ForgingProvider.start()));
afterAll(() => provider.close());
beforeEach(() => provider.reset());

function client({ timeout = 5000, now = Date.now } = {}): ProviderHttp & { records: RequestRecord[] } {
  const records: RequestRecord[] = [];
  const http = new ProviderHttp({ timeout, now, onRequest: (record) => records.push(record) });
  return Object.assign(http, { records });
}
const get = (path: string): ProviderRequest => ({ step: 'userinfo', url: provider.url + path, method: 'GET' });
const post = (path: string): ProviderRequest => ({ step: 'token', url: provider.url + path, method: 'POST', body: 'a=1' });
const once = (first: Answer, then: object) => {
  let asked = 0;
  return (request: ReceivedRequest, response: ServerResponse) => {
    const answer = asked++ === 0 ? first : answering(200, then);
    return typeof answer === 'function' && answer(request, response);
  };
};
const reset = (_request: ReceivedRequest, response: ServerResponse) => response.socket?.destroy();

describe('ProviderHttp', () => {
  it('hands back answers of 2xx and 4xx, the endpoint without its query', async () => {
    provider.answers.set('/x', answering(403, { error: 'invalid_code' }));
    const http = client();
    expect(await http.send(get('/x?secret=1'))).toMatchObject({
      status: 403,
      text: '{"error":"invalid_code"}',
      endpoint: `${provider.url}/x`,
    });
    expect(http.records).toMatchObject([{ step: 'userinfo', outcome: 'refused' }]);
  });

  it('follows no redirect', async () => {
    provider.answers.set('/x', answering(302, '', { location: `${provider.url}/stolen?token=1` }));
    await expect(client().send(post('/x'))).rejects.toMatchObject({
      code: 'provider_invalid_response',
      status: 502,
      message: expect.not.stringContaining('token=1'),
    });
    expect(provider.count('/stolen')).toBe(0);
  });

  it.each([
    ['says nothing', () => undefined],
    [
      'trickles',
      (_request: ReceivedRequest, response: ServerResponse) => {
        const timer = setInterval(() => response.write(' '), 5);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('gives up on a provider that %s', async (_title, answer) => {
    provider.answers.set('/x', answer);
    await expect(client({ timeout: 60 }).send(get('/x'))).rejects.toMatchObject({ code: 'provider_timeout', status: 504 });
    expect(provider.count('/x')).toBe(1);
  });

  it('reads no more than a megabyte', async () => {
    provider.answers.set('/x', answering(200, 'x'.repeat(1024 * 1024 + 1)));
    await expect(client().send(get('/x'))).rejects.toMatchObject({ code: 'provider_invalid_response' });
    provider.answers.set('/x', answering(200, 'x'.repeat(1024 * 1024)));
    expect((await client().send(get('/x'))).text).toHaveLength(1024 * 1024);
  });

  it('keeps characters whole that arrive in pieces', async () => {
    const euro = Buffer.from('€');
    provider.answers.set('/x', (_request: ReceivedRequest, response: ServerResponse) => {
      response.write(euro.subarray(0, 1));
      setTimeout(() => response.end(euro.subarray(1)), 5);
    });
    expect((await client().send(get('/x'))).text).toBe('€');
  });

  it.each([
    ['a broken connection', reset],
    ['a 503', answering(503)],
  ])('asks once more after %s, when asking changes nothing', async (_title, first) => {
    provider.answers.set('/x', once(first, { fine: true }));
    expect(await client().send(get('/x'))).toMatchObject({ status: 200 });
    provider.answers.set('/x', first);
    await expect(client().send(get('/x'))).rejects.toMatchObject({ step: 'userinfo' });
    expect(provider.count('/x')).toBe(4);
  });

  it.each([
    ['a broken connection', reset, 'provider_unreachable'],
    ['a 503', answering(503), 'provider_error'],
  ])('sends a POST only once, also after %s', async (_title, answer, code) => {
    provider.answers.set('/x', answer);
    await expect(client().send(post('/x'))).rejects.toMatchObject({ code });
    expect(provider.count('/x')).toBe(1);
  });

  it.each([
    [200, 'ok', 1],
    [302, 'failed', 1],
    [400, 'refused', 1],
    [429, 'refused', 1],
    [500, 'failed', 1],
    [501, 'failed', 1],
    [502, 'failed', 2],
    [504, 'failed', 2],
    [505, 'failed', 1],
  ])('reports a %d as %s, after asking so often: %d', async (status, outcome, asked) => {
    provider.answers.set('/x', answering(status));
    const http = client();
    await http.send(get('/x')).catch(() => undefined);
    expect(http.records).toMatchObject([{ outcome }]);
    expect(provider.count('/x')).toBe(asked);
  });

  it('does not ask again where it was told to wait', async () => {
    provider.answers.set('/x', answering(503, '', { 'retry-after': '3' }));
    await expect(client().send(get('/x'))).rejects.toMatchObject({ code: 'provider_error', response: { retryAfter: 3 } });
    expect(provider.count('/x')).toBe(1);
  });

  it('tells what answers in another language from what does not answer', async () => {
    provider.answers.set('/x', (_request: ReceivedRequest, response: ServerResponse) => response.socket?.end('SSH-2.0-server\r\n'));
    await expect(client().send(post('/x'))).rejects.toMatchObject({
      code: 'provider_invalid_response',
      message: expect.stringContaining('answered with something that is no HTTP'),
    });
  });

  it('says why a provider cannot be reached', async () => {
    const http = client();
    const endpoint = `http://127.0.0.1:${await freePort()}/keys`;
    await expect(http.send({ step: 'keys', url: endpoint, method: 'GET' })).rejects.toMatchObject({
      code: 'provider_unreachable',
      message: `${endpoint} could not be reached: ECONNREFUSED`,
      endpoint,
    });
    expect(http.records).toMatchObject([{ step: 'keys', outcome: 'failed' }]);
  });

  it('honours the pause that a 429 asks for, at that endpoint only', async () => {
    let time = Date.now();
    const http = client({ now: () => time });
    provider.answers.set('/x', answering(429, { errorCode: 'E0000047' }, { 'retry-after': '10' }));
    provider.answers.set('/y', {});
    const refused = { code: 'provider_rate_limited', status: 503, response: { retryAfter: 10 } };
    await expect(http.send(get('/x?a'))).rejects.toMatchObject(refused);
    await expect(http.send(get('/x?b'))).rejects.toMatchObject(refused);
    expect(provider.count('/x')).toBe(1);
    await expect(http.send(get('/y'))).resolves.toMatchObject({ status: 200 });
    time += 10_000;
    await expect(http.send(get('/x'))).rejects.toMatchObject(refused);
    expect(provider.count('/x')).toBe(2);
  });

  it("measures how far the provider's clock is ahead", async () => {
    provider.answers.set('/x', answering(200, {}, { date: new Date(Date.now() + 90_000).toUTCString() }));
    const http = client();
    await http.send(get('/x'));
    expect(http.clockOffset).toBeGreaterThanOrEqual(88);
    expect(http.clockOffset).toBeLessThanOrEqual(91);
  });
});
