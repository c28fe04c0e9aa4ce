import { createServer, type Server } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import { startConnectProxy } from '../../../../test/support/connect-proxy.js';
import { answering, ForgingProvider } from '../../../../test/support/forging-provider.js';
import { Transport } from './transport.js';

describe('A connection to the provider', () => {
  let server: Server;
  let url: string;
  let promise: string | undefined;
  let connections = 0;
  let transport: Transport;

  beforeEach(async () => {
    connections = 0;
    transport = new Transport();
    server = createServer((request, response) => {
      request.resume();
      response.setHeader('connection', 'keep-alive');
      if (promise !== undefined) response.setHeader('keep-alive', promise);
      response.end('{}');
    });
    server.on('connection', () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const twice = async (method: 'GET' | 'POST') => {
    for (const body of ['a=1', 'a=2']) {
      await transport.exchange({ url, method, headers: {}, body: method === 'POST' ? body : undefined, timeoutMs: 5000 });
      // The agent takes a connection back in a later turn.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return connections;
  };

  it('takes one POST alone where the server does not say how long it keeps it', async () => {
    promise = 'max=100';
    expect(await twice('POST')).toBe(2);
  });

  it('takes the next POST while the server has promised to keep it', async () => {
    promise = 'timeout=5, max=100';
    expect(await twice('POST')).toBe(1);
  });

  it('takes one POST alone where the promise is as good as over', async () => {
    promise = 'timeout=1';
    expect(await twice('POST')).toBe(2);
  });

  it('takes every GET, which may be sent once more', async () => {
    promise = 'max=100';
    expect(await twice('GET')).toBe(1);
  });
});

describe('A compressed response', () => {
  let provider: ForgingProvider;
  beforeAll(async () => (provider = await ForgingProvider.start()));
  afterAll(() => provider.close());

  const text = JSON.stringify({ text: 'Grüße' });
  const answer = (body: Uint8Array, encoding: string, status = 200) =>
    provider.answers.set('/x', (_request, response) => {
      response.writeHead(status, { 'content-encoding': encoding });
      response.end(body);
    });
  const exchange = () => new Transport().exchange({ url: `${provider.url}/x`, method: 'GET', headers: {}, timeoutMs: 5000 });

  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
  ])('is read where its content-encoding is %s, in an error too', async (encoding, body) => {
    for (const status of [200, 400]) {
      answer(body, encoding, status);
      expect(await exchange()).toMatchObject({ status, text });
    }
  });

  it('is refused by the name of its content-encoding where that is unknown', async () => {
    answer(Buffer.from(text), 'sdch');
    await expect(exchange()).rejects.toMatchObject({
      name: 'UnreadableResponse',
      message: expect.stringContaining('content-encoding: sdch'),
    });
  });

  it('is refused where it is not compressed as it says', async () => {
    answer(Buffer.from(text), 'gzip');
    await expect(exchange()).rejects.toMatchObject({ name: 'UnreadableResponse', message: expect.stringContaining('gzip') });
  });

  it('counts by what it holds, not by what was sent', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
    expect(bomb.byteLength).toBeLessThan(1024 * 1024);
    answer(bomb, 'gzip');
    await expect(exchange()).rejects.toMatchObject({ name: 'UnreadableResponse', message: 'more than 1048576 bytes' });
  });

  it('counts without compression as well', async () => {
    provider.answers.set('/x', answering(200, 'x'.repeat(1024 * 1024 + 1)));
    await expect(exchange()).rejects.toMatchObject({ message: 'more than 1048576 bytes' });
  });
});

describe('A proxy', () => {
  let provider: ForgingProvider;
  beforeAll(async () => (provider = await ForgingProvider.start()));
  afterAll(() => provider.close());

  const get = (transport: Transport, url: string) => transport.exchange({ url, method: 'GET', headers: {}, timeoutMs: 5000 });

  it('is asked for names that only it knows, by a tunnel, for https too', async () => {
    provider.answers.set('/x', { fine: true });
    const proxy = await startConnectProxy({ resolve: () => new URL(provider.url).host });
    const transport = new Transport({ https: `http://${proxy.host}`, http: `http://${proxy.host}`, noProxy: '' });
    expect(await get(transport, 'http://idp.invalid/x')).toMatchObject({ status: 200, text: '{"fine":true}' });
    // What answers there speaks no TLS, which shows that TLS is spoken through the tunnel and not with the proxy.
    await expect(get(transport, 'https://idp.invalid/x')).rejects.toMatchObject({ code: expect.stringMatching(/SSL/) });
    expect(proxy.asked).toEqual(['idp.invalid:80', 'idp.invalid:443']);
    await proxy.close();
  });

  it.each(['127.0.0.1', 'example.com,127.0.0.1', '*'])('is left out for the hosts of noProxy (%s)', async (noProxy) => {
    provider.answers.set('/x', { fine: true });
    const proxy = await startConnectProxy();
    const transport = new Transport({ https: '', http: `http://${proxy.host}`, noProxy });
    expect(await get(transport, `${provider.url}/x`)).toMatchObject({ status: 200 });
    expect(proxy.asked).toEqual([]);
    await proxy.close();
  });

  it('of the environment counts for nothing: the settings hand it on', async () => {
    provider.answers.set('/x', { fine: true });
    const proxy = await startConnectProxy();
    process.env['HTTP_PROXY'] = `http://${proxy.host}`;
    try {
      expect(await get(new Transport(), `${provider.url}/x`)).toMatchObject({ status: 200 });
    } finally {
      delete process.env['HTTP_PROXY'];
    }
    expect(proxy.asked).toEqual([]);
    await proxy.close();
  });
});
