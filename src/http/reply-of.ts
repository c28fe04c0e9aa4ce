import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';

const fastifyReply = Symbol('The reply that Fastify makes of this response');

declare module 'node:http' {
  interface ServerResponse {
    [fastifyReply]?: FastifyReply;
  }
}

/** Lets replyOf() find the reply of a request. Must be installed before Nest's middleware is. */
export function keepReplies(server: FastifyInstance): void {
  server.addHook('onRequest', (_request, reply, done) => {
    reply.raw[fastifyReply] = reply;
    done();
  });
}

/** Fastify's reply, also where Nest gives a filter Node's own response: for what a middleware threw. */
export function replyOf(response: FastifyReply | ServerResponse): FastifyReply {
  if ('raw' in response) return response;
  const reply = response[fastifyReply];
  if (reply === undefined) throw new Error('A response is none of a request that keepReplies() saw.');
  return reply;
}
