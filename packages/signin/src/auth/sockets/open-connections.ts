import type { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import { type ExecutionContext, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { StoreUnavailableError } from '../../database/errors.js';
import { Sessions } from '../../session/sessions.js';
import { AuthEvents } from '../auth-events.js';
import type { SignInRequest } from '../http/sign-in-request.js';

/** Milliseconds after which another instance's sign-out is noticed. */
const intervalMs = 700;

/** What `close` is given, of the codes that applications may use (RFC 6455, section 7.4). GraphQL's protocol for WebSockets means the same by 4401. */
export const closeCodes = { ended: 4401, unknown: 1013 } as const;

type Close = (why: keyof typeof closeCodes) => void;

/** Sockets and event streams, which outlast the guard that let them in: they end with their session, wherever it was ended. */
@Injectable()
export class OpenConnections implements OnModuleDestroy {
  private readonly bySession = new Map<string, Map<object, Close>>();
  /** When each of those sessions ends whatever happens: milliseconds since the epoch. */
  private readonly ends = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private readonly log = new Logger('OpenConnections');

  constructor(
    private readonly sessions: Sessions,
    events: AuthEvents,
  ) {
    events.on('signed_out', ({ session }) => this.end(session.key));
  }

  /** Closes `connection` with the session behind `request`, or where that cannot be read; without a session it is left alone. */
  hold(connection: EventEmitter, request: SignInRequest, close: Close): void {
    let key: string | undefined;
    let isOpen = true;
    const release = (): void => {
      isOpen = false;
      if (key !== undefined) this.release(key, connection);
    };
    // 'disconnect' is Socket.IO's.
    connection.once('close', release).once('disconnect', release);
    request.session().then(
      (session) => {
        if (session === undefined || !isOpen) return;
        key = session.key;
        this.ends.set(key, session.expiresAt);
        this.bySession.set(key, (this.bySession.get(key) ?? new Map<object, Close>()).set(connection, close));
        this.plan();
      },
      () => close('unknown'),
    );
  }

  /** The response of a handler with @Sse(). */
  holdStream(context: ExecutionContext, request: SignInRequest): void {
    const reply = context.switchToHttp().getResponse<ServerResponse & { readonly raw?: ServerResponse | Http2ServerResponse }>();
    const response = reply.raw ?? reply;
    const close = (): unknown => {
      // Before the host has noticed the end it goes on writing, and over HTTP/2 a write after the end is an error of the stream.
      if (isHttp2(response)) return response.stream.close();
      // The end alone would leave the host's observable subscribed until the connection closes, which is kept alive.
      return response.end(() => response.req.socket.destroySoon());
    };
    if (!response.closed) this.hold(response, request, close);
  }

  onModuleDestroy(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private release(key: string, connection: object): void {
    const held = this.bySession.get(key);
    held?.delete(connection);
    if (held?.size !== 0) return;
    this.bySession.delete(key);
    this.ends.delete(key);
  }

  private end(key: string): void {
    const held = this.bySession.get(key);
    this.bySession.delete(key);
    this.ends.delete(key);
    for (const close of held?.values() ?? []) close('ended');
  }

  /** The store is asked while something is held, and never in the way of the process's end. */
  private plan(): void {
    if (this.isStopped || this.timer !== undefined || this.bySession.size === 0) return;
    this.timer = setTimeout(() => void this.look(), intervalMs).unref();
  }

  private async look(): Promise<void> {
    try {
      for (const [key, end] of this.ends) if (end <= Date.now()) this.end(key);
      for (const key of await this.sessions.whichEnded([...this.bySession.keys()])) this.end(key);
    } catch (error) {
      // A store that is down is asked again.
      if (!(error instanceof StoreUnavailableError)) this.log.error(error instanceof Error ? error.message : error);
    }
    this.timer = undefined;
    this.plan();
  }
}

function isHttp2(response: ServerResponse | Http2ServerResponse): response is Http2ServerResponse {
  return response.req.httpVersionMajor === 2;
}
