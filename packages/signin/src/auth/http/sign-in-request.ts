import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { ArgumentsHost } from '@nestjs/common';
import type { SignInSequence } from '@fanlight/oidc';
import type { Session } from '../../session/session.js';
import type { Reply } from './reply.js';

/** What is read of the adapter's own request: Express's and Fastify's have these. */
interface AdapterRequest {
  /** Fastify's reference, or what the host's logger has set; Express has none of its own. */
  readonly id?: unknown;
  /** The client's address, through the proxies that the host trusts. */
  readonly ip?: string;
  /** Express takes the path of a mounted router off `url`. */
  readonly originalUrl?: string;
}

/** The login that a request starts or finishes. */
export interface LoginOfRequest {
  /** Id of the connection; undefined: not known yet. */
  readonly connection?: string | undefined;
  readonly returnTo: string;
  /** The request has proved that this browser started it; only then may words of the provider be shown. */
  readonly proven: boolean;
}

/**
 * One HTTP request, or the handshake of a WebSocket, as sign-in sees it on any adapter and in any of Nest's contexts.
 * Made once for each request and kept by Node's own message.
 */
export class SignInRequest {
  /** The form that was posted to a route of ours. */
  form: URLSearchParams | undefined;
  /** The JSON that was. */
  json: unknown;
  /** Why it was refused before its body was read; the route's guard throws it. */
  refusal: Error | undefined;
  /** It has been counted against RATE_LIMIT. */
  isCounted = false;
  /** The judgement of its bearer token, made once however many guards ask. */
  judgement: Promise<object> | undefined;
  /** The program behind a bearer token that was accepted. */
  bearer: object | undefined;
  login: LoginOfRequest | undefined;
  /** The steps of that login, where they are recorded. */
  sequence: SignInSequence | undefined;
  /** What Passport's strategy has made of it. */
  user: unknown;
  private found: Promise<Session | undefined> | undefined;
  private reference: string | undefined;

  constructor(
    readonly raw: IncomingMessage,
    /** Undefined for a handshake, which nobody replies to. */
    readonly reply: Reply | undefined,
    private readonly adapterRequest: AdapterRequest,
    /** Origin of PUBLIC_URL. */
    readonly ownOrigin: string,
    private readonly read: (request: SignInRequest) => Promise<Session | undefined>,
    /** It is for programs: they get JSON, and may send access tokens. */
    readonly isApi = false,
  ) {}

  get method(): string {
    return this.raw.method ?? 'GET';
  }

  /** Path and query, without a prefix that the server strips. */
  get url(): string {
    const { originalUrl } = this.adapterRequest;
    return (this.adapterRequest === this.raw ? originalUrl : undefined) ?? this.raw.url ?? '/';
  }

  get headers(): IncomingHttpHeaders {
    return this.raw.headers;
  }

  /** The handshake of a WebSocket, whose request lasts as long as the socket. Socket.IO's may be that of a transport without one. */
  get isHandshake(): boolean {
    return this.reply === undefined || this.headers.upgrade?.toLowerCase() === 'websocket';
  }

  get ip(): string {
    return this.adapterRequest.ip ?? this.raw.socket.remoteAddress ?? '';
  }

  /** The reference that pages show and log lines carry. */
  get id(): string {
    const { id } = this.adapterRequest;
    if (typeof id === 'string' || typeof id === 'number') return String(id);
    return (this.reference ??= randomUUID());
  }

  /**
   * The session of the browser that sent it, read from the store at the first call; undefined: signed out.
   * @throws StoreUnavailableError
   */
  session(): Promise<Session | undefined> {
    return (this.found ??= this.read(this));
  }
}

const signInRequest = Symbol('What sign-in knows of this request');

declare module 'node:http' {
  interface IncomingMessage {
    [signInRequest]?: SignInRequest;
  }
}

export function keepRequest(request: SignInRequest): void {
  request.raw[signInRequest] = request;
}

/** The request as a handler gets it: Express's or Fastify's, or Node's own. */
export type HostRequest = IncomingMessage | { readonly raw: IncomingMessage } | SignInRequest;

/** Finds what keepRequest() kept, by Express's, Fastify's or Node's request. */
export function requestOf(request: unknown): SignInRequest | undefined {
  if (request instanceof SignInRequest) return request;
  return rawOf(request)?.[signInRequest];
}

const handshakes = new WeakMap<object, IncomingMessage>();

/** Keeps the handshake of a client of the ws adapter, which Nest hands to nobody, by the client or by the connection under it. */
export function keepHandshake(client: object, message: IncomingMessage): void {
  handshakes.set(client, message);
}

/** The request behind a context of Nest; undefined where there is none, as in a microservice. */
export function requestBehind(context: ArgumentsHost): SignInRequest | undefined {
  return requestOf(messageBehind(context));
}

/** Node's message behind a context: of the request, or of the handshake that opened the socket. */
export function messageBehind(context: ArgumentsHost): IncomingMessage | undefined {
  switch (context.getType<string>()) {
    case 'http':
      return rawOf(context.switchToHttp().getRequest());
    case 'graphql': {
      const { req, request, reply } = context.getArgByIndex<GraphqlContext | undefined>(2) ?? {};
      // Apollo, Mercurius, Mercurius' subscriptions, and graphql-ws, whose `req` is a context of its own.
      return [req, reply?.request, request, req?.extra?.request].map(rawOf).find((message) => message !== undefined);
    }
    case 'ws': {
      const client = context.switchToWs().getClient<WsClient>();
      return rawOf(client.request) ?? handshakes.get(client) ?? (client._socket && handshakes.get(client._socket));
    }
    default:
      return undefined;
  }
}

/** Socket.IO's clients have the request, those of ws the connection. */
interface WsClient {
  readonly request?: unknown;
  readonly _socket?: Socket;
}

interface GraphqlContext {
  readonly req?: { readonly extra?: { readonly request?: unknown } };
  readonly request?: unknown;
  readonly reply?: { readonly request?: unknown };
}

/** Express's request is Node's message; those of Fastify and Mercurius have it in `raw`. */
export function rawOf(request: unknown): IncomingMessage | undefined {
  const { raw } = (request ?? {}) as { readonly raw?: unknown };
  return [raw, request].find(isMessage);
}

function isMessage(value: unknown): value is IncomingMessage {
  return typeof value === 'object' && value !== null && 'httpVersion' in value && 'headers' in value;
}
