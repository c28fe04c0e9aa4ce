import type { TracingChannelSubscribers } from 'node:diagnostics_channel';
import { context, defaultTextMapGetter, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context, Span, Tracer } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PublicUrl } from '@fanlight/signin/settings';
import { isForMachines, pathOf, type Statement, statements } from '@fanlight/signin/application';

/** Makes a span of each request that is served. Its attributes hold no query, no header but the browser's name, and no address of a person. */
export function traceRequests(server: FastifyInstance, tracer: Tracer, publicUrl: PublicUrl): void {
  const contextOf = new WeakMap<FastifyRequest, Context>();
  server.addHook('onRequest', (request, reply, done) => {
    // It would bury what people do.
    if (isForMachines(request.url)) return done();
    const ofRequest = startSpan(request, reply, tracer, publicUrl);
    contextOf.set(request, ofRequest);
    context.with(ofRequest, done);
  });
  // Whoever reads a body continues where the body ended: outside of what onRequest entered.
  server.addHook('preHandler', (request, _reply, done) => {
    context.with(contextOf.get(request) ?? context.active(), done);
  });
}

// HTTP server spans of the semantic conventions for HTTP.
function startSpan(request: FastifyRequest, reply: FastifyReply, tracer: Tracer, publicUrl: PublicUrl): Context {
  const active = context.active();
  // An instrumentation of Node's http has read the headers already.
  const parent = trace.getSpan(active) === undefined ? propagation.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter) : active;
  const route = request.routeOptions.url;
  const attributes = {
    'http.request.method': request.method,
    'url.path': pathOf(request.url),
    'url.scheme': publicUrl.secure ? 'https' : 'http',
    'server.address': new URL(publicUrl.origin).hostname,
    'user_agent.original': request.headers['user-agent'] ?? '',
    // Joins the span with the lines of the log.
    'signin.reference': request.id,
    ...(route === undefined ? {} : { 'http.route': route }),
  };
  const name = route === undefined ? request.method : `${request.method} ${route}`;
  const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
  request.traceId = span.spanContext().traceId;
  // Comes once, whether the response went out or the client went away.
  reply.raw.once('close', () => endSpan(span, reply));
  return trace.setSpan(parent, span);
}

function endSpan(span: Span, { raw }: FastifyReply): void {
  if (raw.headersSent) span.setAttribute('http.response.status_code', raw.statusCode);
  if (!raw.writableFinished) span.setAttribute('error.type', 'aborted');
  else if (raw.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', String(raw.statusCode));
  span.end();
}

/** Makes a span for each statement of a traced request. Returns what ends that. */
export function traceStatements(tracer: Tracer): () => void {
  const spans = new WeakMap<Statement, Span>();
  const ignore = (): void => undefined;
  const subscribers: TracingChannelSubscribers<Statement> = {
    start(statement) {
      // What nobody asked for, such as the sweeping of old sessions, would be traces of its own.
      if (trace.getSpan(context.active()) === undefined) return;
      const { system, text } = statement;
      const operation = /\w+/.exec(text)?.[0] ?? '';
      // Database client spans of the semantic conventions.
      const attributes = { 'db.system.name': system, 'db.operation.name': operation, 'db.query.text': text };
      spans.set(statement, tracer.startSpan(`${system} ${operation}`, { kind: SpanKind.CLIENT, attributes }));
    },
    error(statement) {
      spans.get(statement)?.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', errorType(statement.error));
    },
    asyncEnd(statement) {
      spans.get(statement)?.end();
    },
    end: ignore,
    asyncStart: ignore,
  };
  statements.subscribe(subscribers);
  return () => void statements.unsubscribe(subscribers);
}

/** What `error.type` says of an error: its stable code or its class, and never the message, which may quote what was sent. */
export function errorType(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '_OTHER';
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : '_OTHER';
}
