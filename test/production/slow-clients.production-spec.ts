import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { startPair, type RunningPair } from '../support/start-pair.js';
import { SlowClient } from './slow-client.js';

/** Milliseconds; the server's own limits are 10 s for headers and 30 s for a whole request. */
const longest = 50_000;
const start = 'Host: localhost\r\n';

describe('Slow clients', () => {
  let pair: RunningPair;
  let clients: SlowClient[] = [];

  beforeAll(async () => {
    pair = await startPair();
  });

  afterAll(async () => {
    for (const client of clients) client.close();
    await pair.close();
  });

  it('are cut off, and those who are signed in are served meanwhile', async () => {
    const browser = new Browser();
    expect((await signIn(browser, pair.url, 'alice@example.com', 'alice')).status).toBe(200);
    const port = pair.app.settings.listen.port;
    const form = `${start}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nlogout_token=`;
    const kinds = [
      ['headers without end', `GET /login HTTP/1.1\r\n${start}`, 'X-More: of it\r\n'],
      ['a request line without end', 'GET /', 'a'],
      ['a body without end', `POST /backchannel-logout HTTP/1.1\r\n${form}`, 'a'],
      ['nothing at all', '', ''],
    ] as const;
    clients = kinds.flatMap(([name, first, drop]) => Array.from({ length: 25 }, () => new SlowClient(port, name, first, drop)));

    let isOver = false;
    const served = (async () => {
      const statuses = new Set<number>();
      for (; !isOver; await sleep(200)) statuses.add((await browser.get(`${pair.url}/profile`)).status);
      return [...statuses];
    })();
    const ends = await Promise.race([
      Promise.all(clients.map(async (client) => `${client.name}: ${await client.cutOff()}`)),
      sleep(longest, ['some are still connected'], { ref: false }),
    ]);
    isOver = true;
    expect(await served).toEqual([200]);
    const told = new Set(ends.map((end) => end.replace(/HTTP\/1\.1 408 .*/, 'cut off').replace(/: $/, ': cut off')));
    expect([...told].sort()).toEqual(kinds.map(([name]) => `${name}: cut off`).sort());
  }, 120_000);

  it('cannot keep a connection that they no longer use', async () => {
    const server = pair.app.app.getHttpServer();
    expect(server.keepAliveTimeout).toBeGreaterThan(0);
    server.keepAliveTimeout = 500;
    const client = new SlowClient(pair.app.settings.listen.port, 'idle', `GET /healthz HTTP/1.1\r\n${start}\r\n`, '');
    clients.push(client);
    expect(await client.cutOff()).toBe('HTTP/1.1 200 OK');
  });
});
