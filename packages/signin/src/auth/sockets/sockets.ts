import type { EventEmitter } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, HttpAdapterHost } from '@nestjs/core';
import { Requests } from '../http/requests.js';
import { keepHandshake, rawOf } from '../http/sign-in-request.js';
import { closeCodes, OpenConnections } from './open-connections.js';

/** What @nestjs/websockets sets on a gateway's class, and on its property with @WebSocketServer(). Its names, so that it need not be there. */
const gatewayMark = 'websockets:is_gateway';
const serverMark = 'websockets:is_socket';

/** A client of the ws adapter or of Socket.IO. */
interface Client extends EventEmitter {
  readonly request?: unknown;
  close?(code: number, reason: string): void;
  disconnect?(close: boolean): void;
}

/** Milliseconds that a gateway's own way of closing has, before its connection is closed under it. */
const graceMs = 100;

/** Finds the handshakes of WebSockets, for guards and decorators, and closes sockets when their session ends. */
@Injectable()
export class Sockets implements OnApplicationBootstrap {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly discovery: DiscoveryService,
    private readonly requests: Requests,
    private readonly connections: OpenConnections,
  ) {}

  /** Later than onModuleInit, in which GraphQL's server comes. Our listeners go first, so that handlers of connections find the request. */
  onApplicationBootstrap(): void {
    const adapter = this.adapterHost.httpAdapter as typeof this.adapterHost.httpAdapter | null;
    const server = adapter?.getHttpServer() as Server | undefined;
    // Without any listener Node takes a request to upgrade for a plain one.
    if (server && server.listenerCount('upgrade') > 0)
      server.prependListener('upgrade', (message: IncomingMessage, socket: Socket) => this.holdSocket(message, socket));
    for (const gateway of this.gatewayServers())
      gateway.prependListener('connection', (client: Client, message: unknown) => this.holdClient(client, message));
  }

  private gatewayServers(): Set<EventEmitter> {
    const gateways = this.discovery.getProviders().filter(({ metatype }) => metatype && Reflect.hasMetadata(gatewayMark, metatype));
    const servers = gateways.flatMap(({ instance }: { readonly instance: Record<string, EventEmitter | null> }) => {
      const names: string[] = [];
      for (const name in instance) if (Reflect.hasMetadata(serverMark, instance, name)) names.push(name);
      return names.map((name) => instance[name]);
    });
    return new Set(servers.filter((server) => typeof server?.prependListener === 'function') as EventEmitter[]);
  }

  private holdClient(client: Client, message: unknown): void {
    const handshake = rawOf(client.request) ?? rawOf(message);
    if (handshake === undefined) return;
    keepHandshake(client, handshake);
    this.connections.hold(client, this.requests.of(handshake), (why) => {
      if (client.disconnect) client.disconnect(true);
      else client.close?.(closeCodes[why], why === 'ended' ? 'session ended' : 'try again later');
    });
  }

  /** Whatever speaks over the socket, a gateway that was found or GraphQL's subscriptions. */
  private holdSocket(message: IncomingMessage, socket: Socket): void {
    keepHandshake(socket, message);
    this.connections.hold(socket, this.requests.of(message), (why) => {
      // A frame that closes (RFC 6455, section 5.5.1). One that follows another is not read.
      const frame = Buffer.from([0x88, 2, closeCodes[why] >> 8, closeCodes[why] & 0xff]);
      setTimeout(() => socket.writable && socket.end(frame, () => socket.destroySoon()), graceMs).unref();
    });
  }
}
