import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
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
export function logRequests(server: FastifyInstance, log: Logger): void {
  server.decorateRequest('traceId', '');
  server.addHook('onResponse', (request, reply, done) => {
    const level = reply.statusCode >= 400 && reply.statusCode !== 429 ? 'info' : 'debug';
    if (log.isLevelEnabled(level)) {
      const path = request.url.split('?', 1)[0];
      const trace = request.traceId || traceIdOf(request.headers.traceparent);
      const ms = Math.round(reply.elapsedTime * 10) / 10;
      log[level]({ reference: request.id, trace, method: request.method, path, status: reply.statusCode, ms }, 'request');
    }
    done();
  });
}
