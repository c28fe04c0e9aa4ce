import type { SpanContext } from '@opentelemetry/api';

/** The header that names a span to the next server (W3C Trace Context, section 3.2). */
export function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}
