import type { Attributes, AttributeValue, HrTime } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** An ExportTraceServiceRequest in OTLP's JSON form: ids in hexadecimal, 64-bit numbers as text. The spans are of one resource. */
export function toOtlpJson(spans: readonly ReadableSpan[]): string {
  const [first] = spans;
  const scope = { name: first?.instrumentationScope.name };
  const resource = { attributes: keyValues(first?.resource.attributes ?? {}) };
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans: spans.map(spanOf) }] }] });
}

function spanOf(span: ReadableSpan): object {
  const { traceId, spanId, traceState, traceFlags } = span.spanContext();
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId,
    traceState: traceState?.serialize(),
    flags: traceFlags,
    name: span.name,
    // OTLP counts from 1, where 0 is unspecified.
    kind: span.kind + 1,
    startTimeUnixNano: nanoseconds(span.startTime),
    endTimeUnixNano: nanoseconds(span.endTime),
    attributes: keyValues(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    status: { code: span.status.code, message: span.status.message },
  };
}

function nanoseconds([seconds, rest]: HrTime): string {
  return `${seconds}${String(rest).padStart(9, '0')}`;
}

function keyValues(attributes: Attributes): object[] {
  return Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: anyValue(value) }]));
}

function anyValue(value: AttributeValue): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.filter((item) => item !== null && item !== undefined).map(anyValue) } };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { stringValue: value };
}
