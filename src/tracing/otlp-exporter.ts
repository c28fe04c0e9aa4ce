import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { TracingSettings } from '../config/settings.js';
import { toOtlpJson } from './otlp-json.js';

/** Milliseconds before the second attempt; each further one waits twice as long. */
const firstPause = 500;
/** OTLP/HTTP, section Retryable Response Codes. */
const passing = new Set([429, 502, 503, 504]);

/** Posts spans to a collector as OTLP in JSON. What cannot be delivered is lost: nobody waits for a trace. */
export class OtlpExporter implements SpanExporter {
  private readonly logger = new Logger('Tracing');
  private readonly under = new Set<Promise<void>>();
  private isFailing = false;

  constructor(private readonly settings: Pick<TracingSettings, 'url' | 'headers' | 'timeout'>) {}

  export(spans: ReadableSpan[], resultCallback: (result: ExportResult) => void): void {
    const delivery = this.deliver(toOtlpJson(spans))
      .then(() => {
        this.isFailing = false;
        resultCallback({ code: ExportResultCode.SUCCESS });
      })
      .catch((error: unknown) => {
        this.complainOnce(error);
        resultCallback({ code: ExportResultCode.FAILED });
      })
      .finally(() => void this.under.delete(delivery));
    this.under.add(delivery);
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.under);
  }

  private async deliver(body: string): Promise<void> {
    const { url, headers, timeout } = this.settings;
    const signal = AbortSignal.timeout(timeout);
    const deadline = performance.now() + timeout;
    for (let pause = firstPause; ; pause *= 2) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
        signal,
        redirect: 'error',
      });
      await response.body?.cancel();
      if (response.ok) return;
      const wait = (Number(response.headers.get('retry-after')) || 0) * 1000 || pause * (0.5 + Math.random());
      if (!passing.has(response.status) || performance.now() + wait > deadline) throw new Error(`it answered ${response.status}`);
      await sleep(wait);
    }
  }

  /** Once for each time that the collector goes away. Its address is told without query and password, its headers not at all. */
  private complainOnce(error: unknown): void {
    if (this.isFailing) return;
    this.isFailing = true;
    const { origin, pathname } = new URL(this.settings.url);
    this.logger.warn(`Spans cannot be delivered to ${origin}${pathname} and are lost: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { cause, message } = error as { readonly cause?: { readonly code?: unknown }; readonly message?: unknown };
  return String(cause?.code ?? message);
}
