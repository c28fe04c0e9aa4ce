import { AsyncLocalStorage } from 'node:async_hooks';
import type { OnApplicationShutdown } from '@nestjs/common';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, type Context, type Tracer } from '@opentelemetry/api';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { FastifyInstance } from 'fastify';
import type { PublicUrl, TracingSettings } from '../config/settings.js';
import { codeOf } from './error-code.js';
import { OtlpExporter } from './otlp-exporter.js';
import { RequestSpans } from './request-spans.js';
import { samplerOf } from './sampler.js';
import { traceStatements } from './statement-spans.js';
import { Tracing, type OutgoingRequest, type SendWith } from './tracing.js';
import { traceparentOf } from './traceparent.js';

/** Characters of an attribute: paths and names of browsers come from outside. */
const longestValue = 300;

/** Traces requests and sends the spans to the collector that the settings name. */
export function openTracing(settings: TracingSettings, publicUrl: PublicUrl): Tracing {
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(settings.resource)),
    sampler: samplerOf(settings.sampler),
    spanLimits: { attributeValueLengthLimit: longestValue },
    spanProcessors: [new BatchSpanProcessor({ exporter: new OtlpExporter(settings), exportTimeoutMillis: settings.timeout })],
  });
  return new OpenTelemetryTracing(provider, publicUrl);
}

class OpenTelemetryTracing extends Tracing implements OnApplicationShutdown {
  private readonly contexts = new AsyncLocalStorage<Context>();
  private readonly tracer: Tracer;
  private readonly ignoreStatements: () => void;

  constructor(
    private readonly provider: TracerProvider,
    private readonly publicUrl: PublicUrl,
  ) {
    super();
    this.tracer = provider.getTracer('okta-nest-signin');
    this.ignoreStatements = traceStatements(this.tracer, this.contexts);
  }

  override observe(server: FastifyInstance): void {
    new RequestSpans(this.tracer, this.contexts, this.publicUrl).install(server);
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
    const options = { kind: SpanKind.CLIENT, attributes };
    const span = this.tracer.startSpan(`provider ${request.purpose}`, options, this.contexts.getStore() ?? ROOT_CONTEXT);
    try {
      const answer = await send({ traceparent: traceparentOf(span.spanContext()) });
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

  /** What is still waiting goes out first. */
  async onApplicationShutdown(): Promise<void> {
    this.ignoreStatements();
    // The exporter has said so when they could not be delivered.
    await this.provider.shutdown().catch(() => undefined);
  }
}
