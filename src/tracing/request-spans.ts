import {
  context,
  defaultTextMapGetter,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PublicUrl } from '../config/settings.js';
import { isForMachines } from '../http/machine-paths.js';

/** Spans of the requests that are served. Their attributes hold no query, no header but the browser's name, and no address of a person. */
export class RequestSpans {
  constructor(
    private readonly tracer: Tracer,
    private readonly publicUrl: PublicUrl,
  ) {}

  install(server: FastifyInstance): void {
    const contextOf = new WeakMap<FastifyRequest, Context>();
    server.addHook('onRequest', (request, reply, done) => {
      // It would bury what people do.
      if (isForMachines(request.url)) return done();
      const ofRequest = this.start(request, reply);
      contextOf.set(request, ofRequest);
      context.with(ofRequest, done);
    });
    // Whoever reads a body continues where the body ended: outside of what onRequest entered.
    server.addHook('preHandler', (request, _reply, done) => {
      const ofRequest = contextOf.get(request);
      if (ofRequest === undefined) done();
      else context.with(ofRequest, done);
    });
  }

  // HTTP server spans of the semantic conventions for HTTP.
  private start(request: FastifyRequest, reply: FastifyReply): Context {
    const active = context.active();
    // An instrumentation of Node's http has read the headers already.
    const parent = trace.getSpan(active) === undefined ? propagation.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter) : active;
    const route = request.routeOptions.url;
    const attributes = {
      'http.request.method': request.method,
      'url.path': request.url.split('?', 1)[0] ?? '',
      'url.scheme': this.publicUrl.secure ? 'https' : 'http',
      'server.address': new URL(this.publicUrl.origin).hostname,
      'user_agent.original': request.headers['user-agent'] ?? '',
      // Joins the span with the lines of the log.
      'signin.reference': request.id,
      ...(route === undefined ? {} : { 'http.route': route }),
    };
    const name = route === undefined ? request.method : `${request.method} ${route}`;
    const span = this.tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
    request.traceId = span.spanContext().traceId;
    // Comes once, whether the answer went out or the client went away.
    reply.raw.once('close', () => end(span, reply));
    return trace.setSpan(parent, span);
  }
}

function end(span: Span, { raw }: FastifyReply): void {
  if (raw.headersSent) span.setAttribute('http.response.status_code', raw.statusCode);
  if (!raw.writableFinished) span.setAttribute('error.type', 'aborted');
  else if (raw.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', String(raw.statusCode));
  span.end();
}
