import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Views } from './views.js';

/** Registers GET /assets/{version}/{file}, without the path prefix. An unknown file is the application's own 404. */
export async function serveAssets(fastify: FastifyInstance, views: Views): Promise<void> {
  await fastify.register(fastifyStatic, { root: views.assets.directory, serve: false, index: false, cacheControl: false });
  fastify.get<{ Params: { version: string; '*': string } }>('/assets/:version/*', (request, reply) =>
    reply.header('cache-control', views.assets.cacheControl(request.params.version)).sendFile(request.params['*']),
  );
}
