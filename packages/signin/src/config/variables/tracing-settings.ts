import { z } from 'zod';
import { type ProblemList, SettingRefused } from '../configuration-error.js';
import type { TracingSettings } from '../settings.js';
import { oneOf, percentDecoded, readBy, wholeNumber } from './setting-schema.js';
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
  OTEL_EXPORTER_OTLP_ENDPOINT: readBy((text) => readWebAddress('OTEL_EXPORTER_OTLP_ENDPOINT', text).href).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: readBy((text) => readWebAddress('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', text).href).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: readBy(readPairs).default({}),
  OTEL_EXPORTER_OTLP_TIMEOUT: wholeNumber(1, 600_000).default(10_000),
  OTEL_EXPORTER_OTLP_PROTOCOL: oneOf(['http/json', 'http/protobuf', 'grpc']).default('http/json'),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: readBy(readPairs).optional(),
  OTEL_TRACES_SAMPLER: oneOf(samplers).default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: readBy(readRatio).default(1),
  OTEL_TRACES_EXPORTER: oneOf(['otlp', 'none']).default('otlp'),
  OTEL_SDK_DISABLED: readBy((text) => text.toLowerCase() === 'true').default(false),
});

/** `key=value` with commas between and values percent-encoded, as in W3C Baggage. The value never appears in a refusal. */
function readPairs(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(pairs.map(readPair));
}

function readPair(pair: string): readonly [string, string] {
  const [, key = '', value = ''] = /^\s*([^\s=]+)\s*=\s*(.*?)\s*$/s.exec(pair) ?? [];
  const plain = percentDecoded(value);
  if (key !== '' && plain !== undefined && !/\p{Cc}/u.test(plain)) return [key, plain];
  throw new SettingRefused(
    'is not a list of key=value',
    'Write key=value with commas between, and what is no plain letter percent-encoded.',
  );
}

function readRatio(text: string): number {
  if (/^(0|1|0?\.\d+|1\.0+|0\.0*)$/.test(text)) return Number(text);
  throw new SettingRefused('is not a share', 'Write a number from 0 to 1, such as 0.1 for every tenth request.');
}

/**
 * Where spans go. Undefined: nowhere, since no endpoint is named or OTEL_SDK_DISABLED or OTEL_TRACES_EXPORTER switches them off.
 * The address for traces is taken as it is, the general one gets `/v1/traces` (OpenTelemetry, OTLP exporter, endpoint URLs).
 */
export function tracingSettings(
  variables: z.output<typeof tracingVariables>,
  texts: ReadonlyMap<string, string>,
  problems: ProblemList,
): TracingSettings | undefined {
  if (variables.OTEL_SDK_DISABLED || variables.OTEL_TRACES_EXPORTER === 'none') return undefined;
  const general = variables.OTEL_EXPORTER_OTLP_ENDPOINT;
  const url = variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (general && `${general.replace(/\/$/, '')}/v1/traces`);
  if (url === undefined) {
    const idle = [...texts.keys()].filter((name) => name in tracingVariables.shape);
    for (const name of idle) problems.warn(name, 'does nothing without OTEL_EXPORTER_OTLP_ENDPOINT.');
    return undefined;
  }
  const protocol = variables.OTEL_EXPORTER_OTLP_PROTOCOL;
  if (protocol !== 'http/json') {
    problems.warn(
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      `is ${protocol}, which is not spoken here: spans are sent as http/json, which collectors take on port 4318.`,
    );
  }
  const { 'service.name': service, ...resource } = variables.OTEL_RESOURCE_ATTRIBUTES ?? {};
  return {
    url,
    headers: variables.OTEL_EXPORTER_OTLP_HEADERS,
    timeout: variables.OTEL_EXPORTER_OTLP_TIMEOUT,
    resource: { ...resource, 'service.name': variables.OTEL_SERVICE_NAME ?? service ?? 'okta-nest-signin' },
    sampler: { name: variables.OTEL_TRACES_SAMPLER, ratio: variables.OTEL_TRACES_SAMPLER_ARG },
  };
}
