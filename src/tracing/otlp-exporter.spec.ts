import { Logger } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { startCollector, type Collector } from '../../test/support/collector.js';
import { OtlpExporter } from './otlp-exporter.js';

async function finishedSpan(): Promise<ReadableSpan[]> {
  const memory = new InMemorySpanExporter();
  const resource = resourceFromAttributes({ 'service.name': 'test' });
  const provider = new TracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor({ exporter: memory })] });
  const attributes = { text: 'a', whole: 7, part: 0.5, flag: true, list: ['x', 'y'] };
  provider.getTracer('test').startSpan('a span', { kind: SpanKind.CLIENT, attributes }).end();
  await provider.forceFlush();
  return memory.getFinishedSpans();
}

const deliver = async (collector: Collector, timeout = 10_000): Promise<ExportResultCode> => {
  const spans = await finishedSpan();
  const exporter = new OtlpExporter({ url: `${collector.url}/v1/traces`, headers: {}, timeout });
  return new Promise((resolve) => exporter.export(spans, ({ code }) => resolve(code)));
};

describe('OtlpExporter', () => {
  let collector: Collector;

  // What it complains of is what these tests want.
  beforeAll(() => void Logger.overrideLogger(false));
  afterAll(() => void Logger.overrideLogger(true));

  afterEach(() => collector.close());

  it('writes spans as OTLP has them in JSON', async () => {
    collector = await startCollector();
    expect(await deliver(collector)).toBe(ExportResultCode.SUCCESS);
    const [span] = collector.spans();
    expect(span).toMatchObject({ name: 'a span', kind: 3, status: { code: 0 } });
    expect(span?.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(span?.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(span?.startTimeUnixNano).toMatch(/^\d{19}$/);
    expect(span?.attributes).toEqual([
      { key: 'text', value: { stringValue: 'a' } },
      { key: 'whole', value: { intValue: '7' } },
      { key: 'part', value: { doubleValue: 0.5 } },
      { key: 'flag', value: { boolValue: true } },
      { key: 'list', value: { arrayValue: { values: [{ stringValue: 'x' }, { stringValue: 'y' }] } } },
    ]);
  });

  it.each([429, 502, 503, 504])('tries again after %i', async (status) => {
    collector = await startCollector([{ status, headers: { 'retry-after': '1' } }]);
    expect(await deliver(collector)).toBe(ExportResultCode.SUCCESS);
    expect(collector.spans()).toHaveLength(1);
  });

  it.each([400, 401, 404, 500])('gives up at %i', async (status) => {
    collector = await startCollector([{ status }]);
    expect(await deliver(collector)).toBe(ExportResultCode.FAILED);
    expect(collector.spans()).toEqual([]);
  });

  it('waits no longer than a delivery may take', async () => {
    collector = await startCollector([{ status: 503, headers: { 'retry-after': '3600' } }]);
    expect(await deliver(collector)).toBe(ExportResultCode.FAILED);
  });
});
