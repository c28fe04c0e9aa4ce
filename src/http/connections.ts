import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Milliseconds: how often a server that closes looks for connections that have become idle, and when it cuts off the others. */
const checkIntervalMs = 50;
const closeTimeoutMs = 15_000;

/**
 * Closes the connections that Node would keep.
 *
 * Whoever does not read what was sent to them is cut off within `connectionTimeout`, and those are left alone whose request is still being
 * worked on: Node would cut off either. Clients that do not finish sending a request meet `headersTimeout` and `requestTimeout`.
 *
 * A server that closes ends as soon as the requests under way are finished. Node closes the connections that are idle at that moment
 * alone: others would stay for the whole keep-alive time, and those that never finish a request for ever.
 */
export function closeConnections(server: FastifyInstance): void {
  server.addHook('onRequest', (_request, reply, done) => {
    reply.raw.on('timeout', (socket: Socket) => {
      if (socket.writableLength > 0) socket.destroy();
    });
    done();
  });
  server.addHook('preClose', (done) => {
    const http = server.server;
    const closing = setInterval(() => http.closeIdleConnections(), checkIntervalMs);
    const last = setTimeout(() => http.closeAllConnections(), closeTimeoutMs);
    http.once('close', () => {
      clearInterval(closing);
      clearTimeout(last);
    });
    done();
  });
}
