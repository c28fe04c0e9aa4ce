import type { FastifyInstance } from 'fastify';

/** Milliseconds: after an answer went out, its connection is open for so long; and whoever has not finished by then is cut off. */
const idle = 50;
const patience = 15_000;

/**
 * Lets a server that closes end as soon as the requests under way are answered. Node closes the connections that are idle at that moment
 * alone: others would stay for the whole keep-alive time, and those that never finish a request for ever.
 */
export function takeLeave(server: FastifyInstance): void {
  server.addHook('preClose', (done) => {
    const http = server.server;
    const closing = setInterval(() => http.closeIdleConnections(), idle);
    const last = setTimeout(() => http.closeAllConnections(), patience);
    http.once('close', () => {
      clearInterval(closing);
      clearTimeout(last);
    });
    done();
  });
}
