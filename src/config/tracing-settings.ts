import type { SettingWarning, TracingSettings } from './settings.js';
import { tracingVariables } from './tracing-variables.js';
import type { Variables } from './variables.js';

/**
 * Where spans go. Undefined: nowhere, since no endpoint is named or OTEL_SDK_DISABLED or OTEL_TRACES_EXPORTER switches them off.
 * The address for traces is taken as it is, the general one gets `/v1/traces` (OpenTelemetry, OTLP exporter, endpoint URLs).
 */
export function tracingSettings(
  variables: Variables,
  texts: ReadonlyMap<string, string>,
  warnings: SettingWarning[],
): TracingSettings | undefined {
  const url = variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? tracesBelow(variables.OTEL_EXPORTER_OTLP_ENDPOINT);
  if (variables.OTEL_SDK_DISABLED || variables.OTEL_TRACES_EXPORTER === 'none') return undefined;
  if (url === undefined) {
    const idle = [...texts.keys()].filter((name) => name in tracingVariables.shape);
    warnings.push(...idle.map((setting) => ({ setting, message: 'does nothing without OTEL_EXPORTER_OTLP_ENDPOINT.' })));
    return undefined;
  }
  const protocol = variables.OTEL_EXPORTER_OTLP_PROTOCOL;
  if (protocol !== undefined && protocol !== 'http/json') {
    warnings.push({
      setting: 'OTEL_EXPORTER_OTLP_PROTOCOL',
      message: `is ${protocol}, which is not spoken here: spans are sent as http/json, which collectors take on port 4318.`,
    });
  }
  const { 'service.name': service, ...resource } = variables.OTEL_RESOURCE_ATTRIBUTES ?? {};
  return {
    url,
    headers: variables.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    timeout: variables.OTEL_EXPORTER_OTLP_TIMEOUT,
    resource: { ...resource, 'service.name': variables.OTEL_SERVICE_NAME ?? service ?? 'okta-nest-signin' },
    sampler: { name: variables.OTEL_TRACES_SAMPLER, ratio: variables.OTEL_TRACES_SAMPLER_ARG },
  };
}

function tracesBelow(endpoint: string | undefined): string | undefined {
  return endpoint === undefined ? undefined : `${endpoint.replace(/\/$/, '')}/v1/traces`;
}
