import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AppModule } from './app.module.js';
import { ProviderOrigins } from '@fanlight/signin/application';
import type { Settings } from '@fanlight/signin/settings';
import { closeConnections } from './http/connections.js';
import { parseBodies } from './http/body-parsers.js';
import { cleanForwardedFor } from './http/forwarded-for.js';
import { refuseUnknownRoutes } from './http/known-methods.js';
import { JsonLogger } from './http/json-logger.js';
import { logRequests } from './http/request-log.js';
import { sendSecurityHeaders } from './http/security-headers.js';
import { fastifyAdapter } from './http/server.js';
import { Metrics } from './metrics/metrics.js';
import { serveAssets } from './rendering/assets.js';
import { Views } from './rendering/views.js';
import type { OpenTelemetryTracing } from './tracing/open-telemetry-tracing.js';
import { TRACING } from './tracing/tracing.module.js';
import { saysWhatToDo } from './start-failure.js';

export interface AppOptions {
  /** Takes each log line, for tests; undefined: standard output. */
  readonly log?: (line: string) => void;
  /** Come on top of AppModule's list. */
  readonly modules?: readonly Type[];
}

/**
 * Builds the application as main, the tests and the bench run it: complete, not yet listening.
 * @throws DatabaseError
 */
export async function createApp(settings: Settings, { log, modules = [] }: AppOptions = {}): Promise<NestFastifyApplication> {
  const adapter = fastifyAdapter(settings);
  const server = adapter.getInstance<FastifyInstance>();
  // Before Nest is there, so that it holds for what middleware does too.
  if (settings.trustProxy.length > 0) cleanForwardedFor(server);
  closeConnections(server);
  sendSecurityHeaders(server, settings.publicUrl.secure, () => app.get(ProviderOrigins).current());
  logRequests(server);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register(settings, modules), adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: new StartLogger(settings.logLevel, log),
  });
  app.get<OpenTelemetryTracing | undefined>(TRACING)?.observe(server);
  app.get(Metrics).observe(server);
  refuseUnknownRoutes(server);
  parseBodies(server);
  await serveAssets(server, app.get(Views));
  // What makes the document is a development dependency, and is loaded by the first who asks for it.
  if (settings.environment !== 'production')
    server.get('/api/openapi.json', async () => (await import('./openapi/api-document.js')).apiDocument(app));
  // Otherwise the signal is sent once more, which ends the process as if it had not been handled; as the first process of a container not at all.
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  return app;
}

/** Nest logs the error that ends a start, and so does main: what has plain words is said once, in those. */
class StartLogger extends JsonLogger {
  override error(message: unknown, ...more: unknown[]): void {
    if (more.at(-1) !== 'ExceptionHandler' || !saysWhatToDo(message)) super.error(message, ...more);
  }
}
