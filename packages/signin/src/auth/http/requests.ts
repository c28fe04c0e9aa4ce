import type { IncomingMessage } from 'node:http';
import { type ArgumentsHost, Injectable, Logger, MethodNotAllowedException } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type OwnRoute, ownRoutes } from '../../config/own-addresses.js';
import { Settings } from '../../config/settings.js';
import { RateLimits } from '../../limits/rate-limits.js';
import { tooManyRequests } from '../access/rate-limit.js';
import { SignInOptions } from '../../options/sign-in-options.js';
import { SessionReader } from '../access/session-reader.js';
import { installHook, onSecurityHook, type SecurityHook } from './adapter.js';
import { OwnRoutes } from './own-routes.js';
import { kindOf, readBody } from './own-body.js';
import { Reply } from './reply.js';
import type { RepliedRequest } from './request.decorator.js';
import { keepRequest, rawOf, requestOf, SignInRequest } from './sign-in-request.js';

/** The host has a body parser in front of Nest: on an Express server of its own that it hands to the adapter. */
class BodyAlreadyReadError extends Error {
  override readonly name = 'BodyAlreadyReadError';

  constructor() {
    super(
      'A body parser has read this before sign-in could. Call app.use() with it after NestFactory.create(), not on the server that the ' +
        'adapter is given.',
    );
  }
}

/** Sees every request before the host does: keeps what sign-in knows of it, and reads what is posted to a route of ours. */
@Injectable()
export class Requests {
  /** What the host has Nest ask before every request; undefined: nothing. */
  securityHook: SecurityHook | undefined;
  private readonly logger = new Logger('SignIn');
  private isProxyNamed = false;

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly routes: OwnRoutes,
    private readonly limits: RateLimits,
    private readonly sessions: SessionReader,
    private readonly settings: Settings,
    private readonly options: SignInOptions,
  ) {
    // In a microservice, where there is no adapter, this is called as well.
    adapterHost.init$.subscribe(() => this.install());
  }

  /** Of a message that the hook did not see, such as the handshake of a WebSocket, a request that nobody replies to. */
  of(message: IncomingMessage): SignInRequest {
    const known = requestOf(message);
    if (known !== undefined) return known;
    const request = this.make(message, undefined, message);
    keepRequest(request);
    return request;
  }

  /**
   * The request that a filter is told of. Middleware may throw before the hook has run: then it is replied to by Node's own response.
   */
  behind(host: ArgumentsHost): RepliedRequest {
    const http = host.switchToHttp();
    const known = requestOf(http.getRequest());
    if (known?.reply !== undefined) return known as RepliedRequest;
    const adapterRequest = http.getRequest<object>();
    return this.make(
      rawOf(adapterRequest) as IncomingMessage,
      new Reply(this.adapterHost.httpAdapter, http.getResponse()),
      adapterRequest,
    ) as RepliedRequest;
  }

  /** @throws SignInError too_many_requests for an address that is over its limit. */
  async count(request: SignInRequest): Promise<void> {
    if (request.isCounted) return;
    request.isCounted = true;
    const retryAfter = await this.limits.consume(request.ip);
    if (retryAfter > 0) throw tooManyRequests(retryAfter);
  }

  private install(): void {
    const adapter = this.adapterHost.httpAdapter as typeof this.adapterHost.httpAdapter | null;
    if (!adapter) return;
    onSecurityHook(adapter, (hook) => (this.securityHook = hook));
    installHook(adapter, (adapterRequest, message, response, hideBody) => {
      const request = this.make(message, new Reply(adapter, response), adapterRequest as object);
      keepRequest(request);
      const route = this.routes.find(request.url);
      return route === undefined ? undefined : this.prepare(route, request, hideBody);
    });
  }

  /** What is refused here is thrown by the route itself, so that it takes the way of every other error. */
  private async prepare(route: OwnRoute, request: SignInRequest, hideBody: () => void): Promise<void> {
    const methods: readonly string[] = ownRoutes[route].methods;
    // A host that lets other origins in responds to OPTIONS itself.
    if (!methods.includes(request.method) && request.method !== 'OPTIONS') {
      request.reply?.header('Allow', methods.join(', '));
      throw new MethodNotAllowedException();
    }
    this.lookForProxy(request);
    const kind = request.method === 'POST' ? kindOf(request.raw) : undefined;
    if (kind !== undefined) hideBody();
    try {
      await this.count(request);
      if (kind === undefined) return;
      if (request.raw.readableEnded) throw new BodyAlreadyReadError();
      Object.assign(request, await readBody(request.raw, kind));
    } catch (error) {
      request.refusal = error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Behind a proxy that is not trusted everybody has its address, and all share one RATE_LIMIT. */
  private lookForProxy({ headers, ip, raw }: SignInRequest): void {
    if (this.isProxyNamed || headers['x-forwarded-for'] === undefined || ip !== raw.socket.remoteAddress) return;
    this.isProxyNamed = true;
    this.logger.warn(
      `A request came by a proxy (X-Forwarded-For) that this application does not trust, so RATE_LIMIT counts everybody behind it as ${ip}. ` +
        "Where it is yours, trust it: app.set('trust proxy', 'loopback') on Express, trustProxy on Fastify; in a clone of Fanlight TRUST_PROXY.",
    );
  }

  private make(message: IncomingMessage, reply: Reply | undefined, adapterRequest: object): SignInRequest {
    const url = message.url ?? '/';
    const isApi = isBelow(this.options.api ?? '/api', url) && this.routes.find(url) === undefined;
    const { origin } = this.settings.publicUrl;
    return new SignInRequest(message, reply, adapterRequest, origin, (request) => this.sessions.read(request), isApi);
  }
}

/** Whether a request target is `path` or below it. */
function isBelow(path: string, url: string): boolean {
  return url.startsWith(path) && ['', '/', '?'].includes(url.charAt(path.length));
}
