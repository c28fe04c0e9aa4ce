import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Settings } from '../config/settings.js';

/** Bytes of a request's headers: six pending logins and a session fit, and so do the cookies of others on localhost. */
const largestHeaders = 32 * 1024;
const milliseconds = 1000;

/** The HTTP server, not yet listening. */
export function fastifyAdapter(settings: Settings): FastifyAdapter {
  const { path } = settings.publicUrl;
  return new FastifyAdapter({
    // No Express middleware is used: without its bridge a request is cheaper.
    skipMiddie: true,
    logger: false,
    genReqId: references(),
    requestIdHeader: false,
    trustProxy: settings.trustProxy.length > 0 ? [...settings.trustProxy] : false,
    // A proxy may hand on the path prefix or strip it: routes are declared without it.
    rewriteUrl:
      path === ''
        ? (request: IncomingMessage) => request.url ?? '/'
        : (request: IncomingMessage) => withoutPrefix(request.url ?? '/', path),
    bodyLimit: 64 * 1024,
    connectionTimeout: 30 * milliseconds,
    requestTimeout: 30 * milliseconds,
    keepAliveTimeout: 75 * milliseconds,
    forceCloseConnections: 'idle',
    // A request that still comes over a kept connection is answered like any other, with Connection: close.
    return503OnClosing: false,
    // Node looks for slow requests only every 30 s otherwise: they would live twice as long as allowed.
    http: { maxHeaderSize: largestHeaders, headersTimeout: 10 * milliseconds, connectionsCheckingInterval: 2 * milliseconds },
    routerOptions: { maxParamLength: 200 },
  });
}

function withoutPrefix(url: string, path: string): string {
  if (url === path) return '/';
  return url.startsWith(`${path}/`) || url.startsWith(`${path}?`) ? (url[path.length] === '?' ? '/' : '') + url.slice(path.length) : url;
}

/** Short references, unique across instances and restarts: a random start for the process and a count. */
function references(): () => string {
  const process = randomBytes(5).toString('hex');
  let count = 0;
  return () => `${process}-${(++count).toString(36)}`;
}
