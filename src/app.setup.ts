import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { ProviderOrigins } from './auth/provider-origins.js';
import { RateLimitHook } from './auth/rate-limit.hook.js';
import { SessionHook } from './auth/session.hook.js';
import type { Settings } from './config/settings.js';
import { closeConnectionsAtShutdown, closeUnreadConnections } from './http/connections.js';
import { parseForms } from './http/form-parser.js';
import { cleanForwardedFor } from './http/forwarded-for.js';
import { refuseUnknownRoutes } from './http/known-methods.js';
import { JsonLogger } from './http/json-logger.js';
import { logRequests } from './http/request-log.js';
import { sendSecurityHeaders } from './http/security-headers.js';
import { fastifyAdapter } from './http/server.js';
import { Metrics } from './metrics/metrics.js';
import { serveAssets } from './rendering/serve-assets.js';
import { Views } from './rendering/views.js';
import { Tracing } from './tracing/tracing.js';

export interface AppOptions {
  /** Takes each log line, for tests; undefined: standard output. */
  readonly log?: (line: string) => void;
  /** Come on top of AppModule's list. */
  readonly modules?: readonly Type[];
}

/** Builds the application as main, the tests and the bench run it: complete, not yet listening. Throws DatabaseError. */
export async function createApp(settings: Settings, { log, modules = [] }: AppOptions = {}): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register(settings, modules), fastifyAdapter(settings), {
    bodyParser: false,
    abortOnError: false,
    logger: new JsonLogger(settings.logLevel, log),
  });
  const server = app.getHttpAdapter().getInstance();
  server.decorateRequest('login', null);
  server.decorateRequest('bearer', null);
  if (settings.trustProxy.length > 0) cleanForwardedFor(server);
  closeUnreadConnections(server);
  const origins = app.get(ProviderOrigins);
  sendSecurityHeaders(server, settings.publicUrl.secure, () => origins.current());
  logRequests(server);
  app.get(Tracing).observe(server);
  app.get(Metrics).observe(server);
  refuseUnknownRoutes(server);
  app.get(RateLimitHook).install(server);
  parseForms(server);
  await serveAssets(server, app.get(Views));
  app.get(SessionHook).install(server);
  closeConnectionsAtShutdown(server);
  // Otherwise the signal is sent once more, which ends the process as if it had not been handled; as the first process of a container not at all.
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  return app;
}
