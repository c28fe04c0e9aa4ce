import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Settings } from '@fanlight/signin/settings';

/** Bytes of a request's headers: twelve pending logins and a session fit, and so do the cookies of others on localhost. */
const maxHeaderBytes = 32 * 1024;
/** Characters of a path. The router takes longer for each escape, the longer the path is. */
const maxPathLength = 8 * 1024;
/** Bytes of a body, of whatever kind. */
const maxBodyBytes = 64 * 1024;
const second = 1000;

/** The HTTP server, not yet listening. */
export function fastifyAdapter(settings: Settings): FastifyAdapter {
  const { path } = settings.publicUrl;
  return new FastifyAdapter({
    logger: false,
    genReqId: references(),
    requestIdHeader: false,
    trustProxy: settings.trustProxy.length > 0 ? [...settings.trustProxy] : false,
    rewriteUrl: ({ url = '/' }: IncomingMessage) => decodable(withoutPrefix(url, path)),
    bodyLimit: maxBodyBytes,
    // Of a connection on which nothing moves; closeConnections() says which of them are cut.
    connectionTimeout: 30 * second,
    requestTimeout: 30 * second,
    keepAliveTimeout: 75 * second,
    forceCloseConnections: 'idle',
    // A request that still comes over a kept connection is served like any other, with Connection: close.
    return503OnClosing: false,
    // Node looks for slow requests only every 30 s otherwise: they would live twice as long as allowed.
    http: { maxHeaderSize: maxHeaderBytes, headersTimeout: 10 * second, connectionsCheckingInterval: 2 * second },
    routerOptions: {
      // Longer ones cannot arrive. With a lower limit the router would reply by itself, without our headers, page and log line.
      maxParamLength: maxHeaderBytes,
      // Fastify reads the query of every request: Node's parser stops after 1,000 parameters.
      querystringParser: (query: string) => parse(query),
    },
  });
}

/** No route has an empty segment. */
const unknownPath = '//';

/** A proxy may hand on the path prefix or strip it: routes are declared without it. */
function withoutPrefix(url: string, prefix: string): string {
  if (prefix === '') return url;
  if (url === prefix) return '/';
  if (url.startsWith(`${prefix}/`)) return url.slice(prefix.length);
  return url.startsWith(`${prefix}?`) ? `/${url.slice(prefix.length)}` : url;
}

/**
 * Where the escapes of a path are no UTF-8, their percent signs are taken as text, so that the address is like any other that nobody
 * knows; and so is one that is too long. The router would reply by itself otherwise, without our headers, page and log line.
 */
function decodable(url: string): string {
  const query = url.search(/[?#]/);
  const path = query === -1 ? url : url.slice(0, query);
  if (path.length > maxPathLength) return unknownPath;
  if (!path.includes('%')) return url;
  try {
    decodeURI(path);
    return url;
  } catch {
    return path.replaceAll('%', '%25') + url.slice(path.length);
  }
}

/** Short references, unique across instances and restarts: a random start for the process and a count. */
function references(): () => string {
  const process = randomBytes(5).toString('hex');
  let count = 0;
  return () => `${process}-${(++count).toString(36)}`;
}
