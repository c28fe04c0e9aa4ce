import { z } from 'zod';
import { SettingRefused } from './setting-refused.js';
import { oneOf, readBy, wholeNumber } from './setting-schema.js';
import { readWebAddress } from './web-address.js';

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** The names and meanings of the OpenTelemetry specification (SDK environment variables; OTLP exporter), as far as they concern traces. */
export const tracingVariables = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: readBy(readEndpoint('OTEL_EXPORTER_OTLP_ENDPOINT')).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: readBy(readEndpoint('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: readBy(readPairs).optional(),
  OTEL_EXPORTER_OTLP_TIMEOUT: wholeNumber(1, 600_000).default(10_000),
  OTEL_EXPORTER_OTLP_PROTOCOL: oneOf(['http/json', 'http/protobuf', 'grpc']).optional(),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: readBy(readPairs).optional(),
  OTEL_TRACES_SAMPLER: oneOf(samplers).default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: readBy(readRatio).default(1),
  OTEL_TRACES_EXPORTER: oneOf(['otlp', 'none']).default('otlp'),
  OTEL_SDK_DISABLED: readBy((text) => text.toLowerCase() === 'true').default(false),
});

function readEndpoint(name: string): (text: string) => string {
  return (text) => readWebAddress(name, text).href;
}

/** `key=value` with commas between and values percent-encoded, as in W3C Baggage. The value never appears in a refusal. */
function readPairs(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(pairs.map(readPair));
}

function readPair(pair: string): readonly [string, string] {
  const [, key = '', value = ''] = /^\s*([^\s=]+)\s*=\s*(.*?)\s*$/s.exec(pair) ?? [];
  const plain = decoded(value);
  if (key !== '' && plain !== undefined && !/\p{Cc}/u.test(plain)) return [key, plain];
  throw new SettingRefused(
    'is not a list of key=value',
    'Write key=value with commas between, and what is no plain letter percent-encoded.',
  );
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function readRatio(text: string): number {
  const ratio = /^(0|1|0?\.\d+|1\.0+|0\.0*)$/.test(text) ? Number(text) : Number.NaN;
  if (ratio >= 0 && ratio <= 1) return ratio;
  throw new SettingRefused('is not a share', 'Write a number from 0 to 1, such as 0.1 for every tenth request.');
}
