import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Views } from './views.js';

/** Registers GET /assets/{version}/{file}, without the path prefix. An unknown file is the application's own 404. */
export async function serveAssets(fastify: FastifyInstance, views: Pick<Views, 'assets'>): Promise<void> {
  // Called for a file that exists only: a 404 must not be kept for a year.
  const setHeaders = (reply: FastifyReply): void => {
    const { version } = reply.request.params as { readonly version: string };
    void reply.header('cache-control', views.assets.cacheControl(version));
  };
  await fastify.register(fastifyStatic, { root: views.assets.directory, serve: false, index: false, cacheControl: false, setHeaders });
  fastify.get<{ Params: { '*': string } }>('/assets/:version/*', (request, reply) => reply.sendFile(request.params['*']));
}
