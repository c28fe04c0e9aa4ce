import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { pathOf } from '@fanlight/signin/application';

declare module 'fastify' {
  interface FastifyRequest {
    /** The id of the trace that this application put the request into; empty where it traces nothing. */
    traceId: string;
  }
}

/**
 * One line a request, never with its query: a callback's query holds a code, and some providers put whole tokens there.
 * What went well is debug, a refusal info; a failure of ours is written where it is caught, with its cause.
 * Who asks too often is named once a minute where it is counted: the lines of a flood are debug.
 */
export function logRequests(server: FastifyInstance): void {
  const logger = new Logger('Request');
  server.decorateRequest('traceId', '');
  server.addHook('onResponse', (request, reply, done) => {
    const level = reply.statusCode >= 400 && reply.statusCode !== 429 ? 'log' : 'debug';
    if (!Logger.isLevelEnabled(level)) return done();
    const { id: reference, method } = request;
    const line = {
      reference,
      trace: request.traceId || traceIdOf(request.headers.traceparent),
      method,
      path: pathOf(request.url),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    logger[level]('request', line);
    done();
  });
}

const traceparent = /^(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:$|-)/;

/** The id of the trace that a request belongs to; undefined without a valid `traceparent` header (W3C Trace Context, section 3.2). */
export function traceIdOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? traceparent.exec(header)?.[1] : undefined;
}
