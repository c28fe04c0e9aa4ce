import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { context, propagation, ProxyTracerProvider, SpanKind, SpanStatusCode, trace, type SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { FastifyInstance } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PublicUrl, TracingSettings } from '../config/settings.js';
import { codeOf } from './error-code.js';
import { RequestSpans } from './request-spans.js';
import { samplerOf } from './sampler.js';
import { traceStatements } from './statement-spans.js';
import { Tracing, type OutgoingRequest, type SendWith } from './tracing.js';

/** Paths and names of browsers come from outside: attributes are cut at this many characters. */
const maxAttributeLength = 300;
/** How long a stop waits for the last spans to be delivered. */
const flushTimeoutMs = 2_000;

/**
 * Sends spans to the collector that the settings name. Tracer provider, context manager and propagator become the global ones, so that
 * spans and instrumentations of one's own join. Where an SDK is registered already, it gets these spans and nothing is sent from here.
 */
export function openTracing(settings: TracingSettings, publicUrl: PublicUrl): Tracing {
  const { url, headers, timeout: timeoutMillis } = settings;
  const exporter = new OTLPTraceExporter({ url, headers, timeoutMillis });
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(settings.resource)),
    sampler: samplerOf(settings.sampler),
    spanLimits: { attributeValueLengthLimit: maxAttributeLength },
    spanProcessors: [new BatchSpanProcessor(reportingFailures(exporter, url), { exportTimeoutMillis: timeoutMillis })],
  });
  provider.register();
  return new OpenTelemetryTracing(provider, publicUrl);
}

class OpenTelemetryTracing extends Tracing implements OnApplicationShutdown {
  private readonly tracer = trace.getTracer('okta-nest-signin');
  private readonly stopTracingStatements = traceStatements(this.tracer);

  constructor(
    private readonly provider: NodeTracerProvider,
    private readonly publicUrl: PublicUrl,
  ) {
    super();
  }

  override observe(server: FastifyInstance): void {
    new RequestSpans(this.tracer, this.publicUrl).install(server);
  }

  // HTTP client spans of the semantic conventions for HTTP.
  override async around<Answer extends { readonly status: number }>(request: OutgoingRequest, send: SendWith<Answer>): Promise<Answer> {
    const { hostname, port, protocol } = new URL(request.url);
    const attributes = {
      'http.request.method': request.method,
      'url.full': request.url,
      'server.address': hostname,
      'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
    };
    const span = this.tracer.startSpan(`provider ${request.purpose}`, { kind: SpanKind.CLIENT, attributes });
    try {
      const headers = { traceparent: traceparentOf(span.spanContext()) };
      const answer = await context.with(trace.setSpan(context.active(), span), () => send(headers));
      span.setAttribute('http.response.status_code', answer.status);
      if (answer.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', String(answer.status));
      return answer;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', codeOf(error));
      throw error;
    } finally {
      span.end();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopTracingStatements();
    // A collector that is away is tried again for ten seconds, which nobody wants to wait for.
    await Promise.race([this.provider.shutdown().catch(() => undefined), sleep(flushTimeoutMs, undefined, { ref: false })]);
    const global = trace.getTracerProvider();
    if (!(global instanceof ProxyTracerProvider && global.getDelegate() === this.provider)) return;
    trace.disable();
    context.disable();
    propagation.disable();
  }
}

/** W3C Trace Context, section 3.2. Neither tracestate nor baggage, which the browser may have sent, goes on to the provider. */
function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** The exporter, which logs once for each time that the collector goes away. Its address is told without query and password. */
function reportingFailures(exporter: SpanExporter, url: string): SpanExporter {
  const logger = new Logger('Tracing');
  const { origin, pathname } = new URL(url);
  let isFailing = false;
  return {
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
    export: (spans, resultCallback) =>
      exporter.export(spans, (result) => {
        if (result.error !== undefined && !isFailing)
          logger.warn(`Spans cannot be delivered to ${origin}${pathname} and are lost: ${reasonOf(result.error)}`);
        isFailing = result.error !== undefined;
        resultCallback(result);
      }),
  };
}

function reasonOf(error: Error & { readonly code?: string | number }): string {
  return String(error.code ?? error.message);
}
