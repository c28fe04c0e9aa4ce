import type { TracingChannelSubscribers } from 'node:diagnostics_channel';
import { context, SpanKind, SpanStatusCode, trace, type Span, type Tracer } from '@opentelemetry/api';
import { statements, type Statement } from '../database/statements.js';

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
      spans.get(statement)?.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', codeOf(statement.error));
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
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '_OTHER';
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : '_OTHER';
}
