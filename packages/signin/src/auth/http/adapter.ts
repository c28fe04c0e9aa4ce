import type { IncomingMessage } from 'node:http';
import type { HttpServer } from '@nestjs/common';

/** What this file uses of Express's request and of Fastify's. */
type AdapterRequest = IncomingMessage | { readonly raw: IncomingMessage; headers: object; body: unknown };

/** Called with each request before anything of the host: `hideBody` says that no parser of the host is to read its body. */
export type EarlyHook = (request: unknown, message: IncomingMessage, response: unknown, hideBody: () => void) => Promise<void> | undefined;

/** What `app.enableCsrfProtection()` of Nest 12 registers: it returns an error for a request that it refuses. */
export type SecurityHook = (request: object, response: object) => unknown;

/** Tells of the hook that a host's main.ts makes Nest register. */
export function onSecurityHook(adapter: HttpServer, tell: (hook: SecurityHook) => void): void {
  const watched = adapter as unknown as { registerSecurityHook?(hook: SecurityHook): void };
  const register = watched.registerSecurityHook?.bind(watched);
  if (register === undefined) return;
  watched.registerSecurityHook = (hook) => {
    tell(hook);
    register(hook);
  };
}

/** A route on Express's router. */
interface ExpressLayer {
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean | undefined>> };
  match(path: string): boolean;
}

/**
 * The paths of routes that Express asks before the one at `path`, and that fit it: with a parameter or a star in them. None on Fastify, which
 * takes the route that fits best.
 */
export function routesInFront(adapter: HttpServer, path: string, methods: readonly string[]): string[] {
  if (adapter.getType() !== 'express') return [];
  const { router } = adapter.getInstance() as { readonly router?: { readonly stack: readonly ExpressLayer[] } };
  const layers = (router?.stack ?? []).filter(
    ({ route }) => route?.methods['_all'] === true || methods.some((method) => route?.methods[method.toLowerCase()] === true),
  );
  const own = layers.findIndex(({ route }) => route?.path === path);
  const before = layers.slice(0, Math.max(own, 0)).filter((layer) => layer.match(path));
  return before.map(({ route }) => String(route?.path));
}

/** Installs the one hook that sign-in needs. This file alone tells Nest's adapters apart. */
export function installHook(adapter: HttpServer, hook: EarlyHook): void {
  if (adapter.getType() === 'fastify') installOnFastify(adapter.getInstance() as FastifyServer, hook);
  else installOnExpress(adapter, hook);
}

interface FastifyServer {
  addHook(name: 'onRequest', hook: (request: Exclude<AdapterRequest, IncomingMessage>, reply: unknown, done: Done) => void): void;
  hasReplyDecorator(name: string): boolean;
  decorateReply(name: string, method: (this: FastifyReply, ...parameters: never[]) => void): void;
}

interface FastifyReply {
  header(name: string, value: unknown): void;
  send(body: unknown): void;
}

type Done = (error?: unknown) => void;

function installOnFastify(server: FastifyServer, hook: EarlyHook): void {
  // What Passport calls on a response. Without them AuthGuard('oidc') of a host on Fastify ends the process.
  if (!server.hasReplyDecorator('setHeader'))
    server.decorateReply('setHeader', function setHeader(name: string, value: unknown) {
      // Fastify counts the body itself.
      if (name.toLowerCase() !== 'content-length') this.header(name, value);
    });
  if (!server.hasReplyDecorator('end'))
    server.decorateReply('end', function end(body?: unknown) {
      this.send(body ?? '');
    });
  server.addHook('onRequest', (request, reply, done) => {
    const hideBody = (): void => {
      // Fastify asks for a parser only where a body is announced.
      request.headers = { ...request.raw.headers, 'content-type': undefined, 'content-length': '0', 'transfer-encoding': undefined };
      request.body = {};
    };
    settle(hook(request, request.raw, reply, hideBody), done);
  });
}

function installOnExpress(adapter: HttpServer, hook: EarlyHook): void {
  // Not called urlencodedParser: Nest leaves its own parser out where a middleware has that name.
  adapter.use(function signIn(request: IncomingMessage & { body?: unknown }, response: unknown, next: Done) {
    const hideBody = (): void => {
      // Express's parsers look at these two to tell whether there is a body.
      delete request.headers['content-length'];
      delete request.headers['transfer-encoding'];
      request.body = {};
    };
    settle(hook(request, request, response, hideBody), next);
  });
}

function settle(work: Promise<void> | undefined, done: Done): void {
  if (work === undefined) done();
  else work.then(() => done(), done);
}
