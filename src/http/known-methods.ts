import { METHODS } from 'node:http';
import { MethodNotAllowedException, NotFoundException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import findMyWay, { type HTTPMethod } from 'find-my-way';
import { pathOf } from '@fanlight/signin/application';

/**
 * Refuses what no route takes before its body is read: 405 with Allow (RFC 9110, section 15.5.6) where the address takes other methods,
 * else 404. Must be installed before the routes are.
 */
export function refuseUnknownRoutes(server: FastifyInstance): void {
  const router = findMyWay({ maxParamLength: Infinity });
  const methods = METHODS as HTTPMethod[];
  server.addHook('onRoute', (route) => {
    for (const method of methods.filter((known) => [route.method].flat().includes(known)))
      if (!router.hasRoute(method, route.url)) router.on(method, route.url, () => undefined);
  });
  server.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    const path = pathOf(request.url);
    const allowed = methods.filter((method) => router.find(method, path) !== null);
    if (allowed.length === 0) return done(new NotFoundException());
    reply.header('allow', allowed.join(', '));
    done(new MethodNotAllowedException());
  });
}
