import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exchange } from './transport.js';

describe('A connection to the provider', () => {
  let server: Server;
  let url: string;
  let promise: string | undefined;
  let connections = 0;

  beforeEach(async () => {
    connections = 0;
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
      await exchange({ url, method, headers: {}, body: method === 'POST' ? body : undefined, timeout: 5000 });
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
