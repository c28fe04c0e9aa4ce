import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { pathOf } from './machine-paths.js';
import { traceIdOf } from './trace-id.js';

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
    const { id: reference, method } = request;
    const line = {
      reference,
      trace: request.traceId || traceIdOf(request.headers.traceparent),
      method,
      path: pathOf(request.url),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (reply.statusCode >= 400 && reply.statusCode !== 429) logger.log('request', line);
    else logger.debug('request', line);
    done();
  });
}
