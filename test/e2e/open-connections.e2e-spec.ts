import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Injectable, type MessageEvent, Module, type OnModuleInit, Sse } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { finalize, interval, map, type Observable } from 'rxjs';
import { WebSocket } from 'undici';
import { Admission } from '../../packages/signin/src/auth/access/admission.js';
import { Public } from '../../packages/signin/src/auth/access/decorators.js';
import { currentUser } from '../../packages/signin/src/auth/access/current-user.js';
import { Database } from '../../packages/signin/src/database/database.js';
import { Sessions } from '../../packages/signin/src/session/sessions.js';
import type { SignInError } from '../../packages/signin/src/auth/sign-in-error.js';
import { signedInAs } from '../support/signed-in-as.js';
import { type RunningApp, startApp } from '../support/start-app.js';

const finalized = new EventEmitter();

@Controller('streams')
class StreamsController {
  @Sse() guarded(): Observable<MessageEvent> {
    return interval(20).pipe(
      map((count) => ({ data: String(count) })),
      finalize(() => finalized.emit('stream')),
    );
  }
  @Public() @Sse('public') public(): Observable<MessageEvent> {
    return interval(20).pipe(map((count) => ({ data: String(count) })));
  }
}

/** A client as the ws adapter has it. */
class Client extends EventEmitter {
  readonly closedWith: unknown[] = [];
  close(...given: unknown[]): void {
    this.closedWith.push(...given);
  }
}

/** What @nestjs/websockets makes of a gateway: its class and its server are marked, and it responds to the upgrade. */
@Injectable()
class Gateway implements OnModuleInit {
  readonly server = new EventEmitter();
  readonly clients: Client[] = [];
  readonly people: Promise<string | undefined>[] = [];

  constructor(private readonly adapterHost: HttpAdapterHost) {
    this.server.on('connection', (client: Client, message: IncomingMessage) => {
      this.clients.push(client);
      const subject = currentUser(message).then(
        (user) => user?.subject,
        () => 'not to be told',
      );
      this.people.push(subject);
    });
  }

  onModuleInit(): void {
    const server = this.adapterHost.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (message: IncomingMessage, socket: Socket) => {
      const accept = createHash('sha1')
        .update(`${message.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      // What a client sends here is the frame that closes.
      socket.on('error', () => undefined).on('data', () => socket.end());
      this.server.emit('connection', new Client(), message);
    });
  }
}
Reflect.defineMetadata('websockets:is_gateway', true, Gateway);
Reflect.defineMetadata('websockets:is_socket', true, Gateway.prototype, 'server');

@Module({ controllers: [StreamsController], providers: [Gateway] })
class ConnectionsModule {}

describe('What stays open', () => {
  let folder: string;
  let app: RunningApp;
  let other: RunningApp;
  let otherPort: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'open-connections-'));
    const env = { OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'app', OIDC_CLIENT_SECRET: 'Yw8Tq2Lx6Vn4' };
    const shared = { ...env, SESSION_SECRET: 'k'.repeat(43), DATABASE_URL: `sqlite:${join(folder, 'app.db')}` };
    app = await startApp(shared, [ConnectionsModule]);
    other = await startApp({ ...shared, PUBLIC_URL: app.url }, [ConnectionsModule]);
    otherPort = other.settings.listen.port;
  });

  afterAll(async () => {
    await other?.close();
    await app?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Reads until `isEnough`, or to the end. */
  const read = async (reader: ReadableStreamDefaultReader<Uint8Array>, isEnough = (_text: string): boolean => false): Promise<string> => {
    for (let text = ''; ;) {
      const { done, value } = await reader.read();
      if (value) text += Buffer.from(value).toString();
      if (done || isEnough(text)) return done ? `${text}END` : text;
    }
  };
  const readerOf = ({ body }: Response): ReadableStreamDefaultReader<Uint8Array> => (body as ReadableStream<Uint8Array>).getReader();
  const hasEvent = (text: string): boolean => text.includes('data: ');
  const open = async (port: number, headers: Record<string, string>): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://localhost:${port}/gateway`, { headers });
    await once(socket as unknown as EventEmitter, 'open');
    return socket;
  };

  it.each(['the same instance', 'another instance'])('is an event stream until its session ends, on %s', async (where) => {
    const { headers, session } = await signedInAs(app);
    const port = where === 'the same instance' ? app.settings.listen.port : otherPort;
    const response = await fetch(`http://localhost:${port}/streams`, { headers });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const reader = readerOf(response);
    expect(await read(reader, hasEvent)).not.toContain('END');
    const unsubscribed = once(finalized, 'stream');
    const signOut = { method: 'POST', headers: { ...headers, 'sec-fetch-site': 'same-origin' } };
    expect((await fetch(`${app.url}/logout`, signOut)).status).toBe(200);
    expect(await read(reader)).toContain('END');
    await unsubscribed;
    expect(await app.app.get(Sessions).whichEnded([session.key])).toEqual([session.key]);
    // The stream's connection ends with it, and whoever has kept it finds that out by the next request.
    const ask = (): Promise<Response> => fetch(`http://localhost:${port}/streams`, { headers });
    expect((await ask().catch(ask)).status).toBe(401);
  });

  it('is a public stream after the session has ended', async () => {
    const { headers, session } = await signedInAs(app);
    const response = await fetch(`${app.url}/streams/public`, { headers });
    const guarded = await fetch(`${app.url}/streams`, { headers });
    await app.app.get(Sessions).end(session.key);
    expect(await read(readerOf(guarded))).toContain('END');
    const reader = readerOf(response);
    expect(await read(reader, hasEvent)).not.toContain('END');
    expect(await read(reader, hasEvent)).not.toContain('END');
    await reader.cancel();
  });

  it.each(['the same instance', 'another instance'])('is a socket until its session ends, on %s', async (where) => {
    const { headers, session } = await signedInAs(app, { subject: 'ann' });
    const running = where === 'the same instance' ? app : other;
    const gateway = running.app.get(Gateway);
    const before = gateway.clients.length;
    const anonymous = await open(running.settings.listen.port, {});
    const socket = await open(running.settings.listen.port, headers);
    expect(await Promise.all(gateway.people.slice(before))).toEqual([undefined, 'ann']);
    const closed = once(socket as unknown as EventEmitter, 'close');
    await app.app.get(Sessions).end(session.key);
    expect((await closed)[0]).toMatchObject({ code: 4401 });
    const [first, second] = gateway.clients.slice(before);
    expect([first?.closedWith, second?.closedWith]).toEqual([[], [4401, 'session ended']]);
    expect(anonymous.readyState).toBe(WebSocket.OPEN);
    anonymous.close();
  });

  it.each([
    [{}, 'let in'],
    [{ origin: 'own' }, 'let in'],
    [{ origin: 'https://evil.example' }, 'csrf_refused'],
    [{ 'sec-fetch-site': 'cross-site', origin: 'own' }, 'csrf_refused'],
    [{ 'sec-fetch-site': 'same-site' }, 'csrf_refused'],
    [{ authorization: 'Bearer made-up' }, 'let in'],
    [{ cookie: '' }, 'signed_out'],
  ])('is a socket whose handshake is judged as a POST is: with %j it is %s', async (extra: Record<string, string>, expected) => {
    const { headers } = await signedInAs(app);
    const gateway = app.app.get(Gateway);
    const stated = Object.entries(extra).map(([name, value]) => [name, value === 'own' ? new URL(app.url).origin : value]);
    const socket = await open(app.settings.listen.port, { ...headers, ...(Object.fromEntries(stated) as Record<string, string>) });
    const context = new ExecutionContextHost([gateway.clients.at(-1), 'data'], Gateway, Gateway.prototype.onModuleInit);
    context.setType('ws');
    const verdict = app.app
      .get(Admission)
      .judge(context)
      .then(
        () => 'let in',
        (error: unknown) => (error as SignInError).code,
      );
    expect(await verdict).toBe(expected);
    socket.close();
  });

  it('is a socket that no bearer token opens, where it is below /api', async () => {
    const gateway = app.app.get(Gateway);
    const socket = new WebSocket(`ws://localhost:${app.settings.listen.port}/api/gateway`, { headers: { authorization: 'Bearer some' } });
    await once(socket as unknown as EventEmitter, 'open');
    const context = new ExecutionContextHost([gateway.clients.at(-1), 'data'], Gateway, Gateway.prototype.onModuleInit);
    context.setType('ws');
    await expect(app.app.get(Admission).judge(context)).rejects.toMatchObject({ code: 'forbidden' });
    socket.close();
  });

  it('is no socket whose session cannot be read', async () => {
    const { headers } = await signedInAs(other);
    await other.app.get(Database).close();
    const socket = new WebSocket(`ws://localhost:${otherPort}/gateway`, { headers });
    expect((await once(socket as unknown as EventEmitter, 'close'))[0]).toMatchObject({ code: 1013 });
    expect(other.app.get(Gateway).clients.at(-1)?.closedWith).toEqual([1013, 'try again later']);
  });
});
