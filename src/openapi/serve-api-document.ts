import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Serves GET /api/openapi.json, for whoever writes a client. For development: production does not call this and answers 404.
 * What makes the document is a development dependency, and is loaded by the first who asks for it.
 */
export function serveApiDocument(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .get('/api/openapi.json', async () => (await import('./api-document.js')).apiDocument(app));
}
