import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeHost, type SignedInHost } from './describe-host.js';
import { hostsFolder } from './prepare.mjs';

const hosts = ['sockets-nest-12', 'sockets-nest-11'];

interface Message {
  readonly event: string;
  readonly data: unknown;
}

/** A connection of a browser: what it has received, and why it was closed. */
interface Client {
  readonly received: Message[];
  closed: boolean;
  send(event: string, data: unknown): void;
  end(): void;
}

type Connect = (host: string, url: string, headers: Readonly<Record<string, string>>) => Promise<Client>;

describe.each(hosts)('%s', (name) => {
  describeHost('with the ws adapter', () => ({ name, env: { SOCKETS: 'ws' } }), guardsMessages(name, connectWs));
  describeHost('with socket.io', () => ({ name, env: { SOCKETS: 'socket.io' } }), guardsMessages(name, connectSocketIo));
});

function guardsMessages(name: string, connect: Connect): (signedIn: SignedInHost) => void {
  return (signedIn) => {
    const clients: Client[] = [];
    afterEach(() => clients.splice(0).forEach((client) => client.end()));

    const open = async (headers: Readonly<Record<string, string>>, url = signedIn.host.url): Promise<Client> => {
      const client = await connect(name, url, headers);
      clients.push(client);
      return client;
    };
    const refused = (code: string): Message => ({ event: 'exception', data: { status: 'error', code } });
    const ask = async (client: Client, event: string, data: unknown = null): Promise<Message | undefined> => {
      const from = client.received.length;
      client.send(event, data);
      for (let tries = 0; tries < 100 && client.received.length === from && !client.closed; tries += 1) await sleep(20);
      return client.received[from];
    };

    it("leaves the host's own gateway as it is", async () => {
      const [now, then] = [await open({}), await open({}, signedIn.before.url)];
      expect(await ask(now, 'cats', 'hello')).toEqual(await ask(then, 'cats', 'hello'));
      expect(await ask(now, 'cats', 'hello')).toEqual({ event: 'cats', data: { greeting: 'hello', cats: ['Tom', 'Duchess'] } });
    });

    it('refuses strangers where a handler is marked', async () => {
      expect(await ask(await open({ origin: signedIn.host.url }), 'me')).toMatchObject(refused('signed_out'));
    });

    it('knows who sends, by the cookie of the handshake', async () => {
      const client = await open({ origin: signedIn.host.url, cookie: await signedIn.cookieOf('alice') });
      expect(await ask(client, 'me')).toEqual({ event: 'me', data: { email: 'alice@example.com' } });
      expect(await ask(client, 'admins')).toEqual({ event: 'admins', data: { email: 'alice@example.com' } });
    });

    it('refuses who is not in the group', async () => {
      const client = await open({ origin: signedIn.host.url, cookie: await signedIn.cookieOf('bob') });
      expect(await ask(client, 'admins')).toMatchObject(refused('forbidden'));
    });

    it('takes the cookie from no other site', async () => {
      const client = await open({ origin: 'https://elsewhere.example', cookie: await signedIn.cookieOf('alice') });
      expect(await ask(client, 'me')).toMatchObject(refused('csrf_refused'));
    });

    it('closes the connection within a second of the end of its session', async () => {
      const cookie = await signedIn.cookieOf('bob');
      const client = await open({ origin: signedIn.host.url, cookie });
      await ask(client, 'me');
      const left = await fetch(`${signedIn.host.url}/logout`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: signedIn.host.url, cookie },
      });
      expect(left.status).toBe(303);
      for (let tries = 0; tries < 50 && !client.closed; tries += 1) await sleep(20);
      expect(client.closed).toBe(true);
    });
  };
}

/** The client libraries are the host's own: what the tests of this repository need is no part of it. */
const requireFrom = (host: string): NodeJS.Require => createRequire(join(hostsFolder, host, 'package.json'));

interface WsClient {
  on(event: 'message', listener: (data: Buffer) => void): void;
  on(event: 'close', listener: () => void): void;
  once(event: 'open' | 'error', listener: (error?: Error) => void): void;
  send(text: string): void;
  terminate(): void;
}

async function connectWs(host: string, url: string, headers: Readonly<Record<string, string>>): Promise<Client> {
  const WebSocket = requireFrom(host)('ws') as new (url: string, options: { headers: Readonly<Record<string, string>> }) => WsClient;
  const socket = new WebSocket(url.replace('http', 'ws'), { headers });
  const client: Client = {
    received: [],
    closed: false,
    send: (event, data) => socket.send(JSON.stringify({ event, data })),
    end: () => socket.terminate(),
  };
  socket.on('message', (data) => client.received.push(JSON.parse(data.toString()) as Message));
  socket.on('close', () => (client.closed = true));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  return client;
}

interface IoClient {
  onAny(listener: (event: string, data: unknown) => void): void;
  on(event: 'disconnect', listener: () => void): void;
  once(event: 'connect' | 'connect_error', listener: (error?: Error) => void): void;
  emit(event: string, data: unknown): void;
  close(): void;
}

async function connectSocketIo(host: string, url: string, headers: Readonly<Record<string, string>>): Promise<Client> {
  const { io } = requireFrom(host)('socket.io-client') as { io: (url: string, options: object) => IoClient };
  const socket = io(url, { extraHeaders: headers, transports: ['websocket'], reconnection: false, forceNew: true });
  const client: Client = {
    received: [],
    closed: false,
    send: (event, data) => socket.emit(event, data),
    end: () => socket.close(),
  };
  socket.onAny((event, data) => client.received.push({ event, data }));
  socket.on('disconnect', () => (client.closed = true));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('connect_error', reject);
  });
  return client;
}
