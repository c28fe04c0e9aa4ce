import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { context, propagation, ProxyTracerProvider, SpanKind, SpanStatusCode, trace, type SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace-node';
import type { FastifyInstance } from 'fastify';
import type { PublicUrl, TracingSettings } from '@fanlight/signin/settings';
import { errorType, traceRequests, traceStatements } from './spans.js';
import { type OutgoingRequest, type SendWith, Tracing } from '@fanlight/signin';

/** Paths and names of browsers come from outside: attributes are cut at this many characters. */
const maxAttributeLength = 300;
/** How long a stop waits for the last spans to be delivered. */
const flushTimeoutMs = 2_000;

/**
 * Sends spans to the collector that the settings name. Tracer provider, context manager and propagator become the global ones, so that
 * spans and instrumentations of one's own join. Where an SDK is registered already, it gets these spans and nothing is sent from here.
 */
export class OpenTelemetryTracing extends Tracing implements OnApplicationShutdown {
  private readonly provider: NodeTracerProvider;
  private readonly tracer = trace.getTracer('okta-nest-signin');
  private readonly stopTracingStatements = traceStatements(this.tracer);

  constructor(
    settings: TracingSettings,
    private readonly publicUrl: PublicUrl,
  ) {
    super();
    this.provider = new NodeTracerProvider({
      resource: defaultResource().merge(resourceFromAttributes(settings.resource)),
      sampler: samplerOf(settings.sampler),
      spanLimits: { attributeValueLengthLimit: maxAttributeLength },
      spanProcessors: [new BatchSpanProcessor(new ReportingExporter(settings), { exportTimeoutMillis: settings.timeout })],
    });
    this.provider.register();
  }

  /** Makes a span for every request of the server, below the span that its `traceparent` names. */
  observe(server: FastifyInstance): void {
    traceRequests(server, this.tracer, this.publicUrl);
  }

  // HTTP client spans of the semantic conventions for HTTP.
  override async around<Response extends { readonly status: number }>(
    request: OutgoingRequest,
    send: SendWith<Response>,
  ): Promise<Response> {
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
      const response = await context.with(trace.setSpan(context.active(), span), () => send(headers));
      span.setAttribute('http.response.status_code', response.status);
      if (response.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', String(response.status));
      return response;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', errorType(error));
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

/** The sampler that OTEL_TRACES_SAMPLER names. */
function samplerOf({ name, ratio }: TracingSettings['sampler']): Sampler {
  const roots = { always_on: new AlwaysOnSampler(), always_off: new AlwaysOffSampler(), traceidratio: new TraceIdRatioBasedSampler(ratio) };
  const root = roots[name.replace('parentbased_', '') as keyof typeof roots];
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

/** W3C Trace Context, section 3.2. Neither tracestate nor baggage, which the browser may have sent, goes on to the provider. */
function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** Logs once for each time that the collector goes away. Its address is told without query and password. */
class ReportingExporter extends OTLPTraceExporter {
  private readonly logger = new Logger('Tracing');
  private readonly address: string;
  private isFailing = false;

  constructor({ url, headers, timeout }: TracingSettings) {
    super({ url, headers, timeoutMillis: timeout });
    const { origin, pathname } = new URL(url);
    this.address = origin + pathname;
  }

  override export(...[spans, resultCallback]: Parameters<OTLPTraceExporter['export']>): void {
    super.export(spans, (result) => {
      const error: (Error & { readonly code?: string | number }) | undefined = result.error;
      if (error !== undefined && !this.isFailing)
        this.logger.warn(`Spans cannot be delivered to ${this.address} and are lost: ${error.code ?? error.message}`);
      this.isFailing = error !== undefined;
      resultCallback(result);
    });
  }
}
