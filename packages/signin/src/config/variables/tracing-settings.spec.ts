import { loadSettings } from '../load-settings.js';
import type { Settings } from '../settings.js';

const load = (env: Readonly<Record<string, string | undefined>>): Settings =>
  loadSettings({ env: { NODE_ENV: 'test', SESSION_SECRET: 's'.repeat(44), ...env }, files: false });
const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

describe('Settings of tracing', () => {
  it('are absent without an endpoint, whatever else is said', () => {
    expect(load({ OTEL_SERVICE_NAME: 'sign-in', OTEL_TRACES_SAMPLER: 'always_on' }).tracing).toBeUndefined();
  });

  it.each([{ OTEL_SDK_DISABLED: 'TRUE' }, { OTEL_TRACES_EXPORTER: 'none' }])('are absent with %j', (off) => {
    expect(load({ ...endpoint, ...off }).tracing).toBeUndefined();
  });

  it('have the defaults of the specification', () => {
    expect(load(endpoint).tracing).toEqual({
      url: 'http://collector:4318/v1/traces',
      headers: {},
      timeout: 10_000,
      resource: { 'service.name': 'okta-nest-signin' },
      sampler: { name: 'parentbased_always_on', ratio: 1 },
    });
  });

  it('keep a path of the general endpoint, and the endpoint for traces as it is', () => {
    const general = load({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector/otlp/' });
    expect(general.tracing?.url).toBe('https://collector/otlp/v1/traces');
    const own = load({ ...endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces/in' });
    expect(own.tracing?.url).toBe('https://traces/in');
  });

  it('read headers and attributes with what is percent-encoded in them', () => {
    const { tracing } = load({
      ...endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%3Db, x-team = web',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=from-attributes,deployment.environment.name=test',
    });
    expect(tracing?.headers).toEqual({ 'api-key': 'a=b', 'x-team': 'web' });
    expect(tracing?.resource).toEqual({ 'service.name': 'from-attributes', 'deployment.environment.name': 'test' });
    expect(load({ ...endpoint, OTEL_SERVICE_NAME: 'named', OTEL_RESOURCE_ATTRIBUTES: 'service.name=other' }).tracing?.resource).toEqual({
      'service.name': 'named',
    });
  });

  it.each([
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
    { OTEL_EXPORTER_OTLP_HEADERS: 'no-value' },
    { OTEL_EXPORTER_OTLP_HEADERS: 'key=%zz' },
    { OTEL_EXPORTER_OTLP_HEADERS: 'key=a%0D%0Ax: y' },
    { OTEL_EXPORTER_OTLP_HEADERS: 'a key=value' },
    { OTEL_TRACES_SAMPLER: 'sometimes' },
    { OTEL_TRACES_SAMPLER_ARG: '1.5' },
    { OTEL_TRACES_SAMPLER_ARG: 'half' },
  ])('refuse %j', (wrong) => {
    expect(() => load({ ...endpoint, ...wrong })).toThrow();
  });

  it.each(['grpc', 'http/protobuf'])('say that %s is not spoken', (protocol) => {
    const { warnings } = load({ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: protocol });
    expect(warnings).toContainEqual({ setting: 'OTEL_EXPORTER_OTLP_PROTOCOL', message: expect.stringContaining(`is ${protocol}, which`) });
  });

  const names = (env: Readonly<Record<string, string>>): string[] =>
    load(env)
      .warnings.map(({ setting }) => setting)
      .filter((name) => name.startsWith('OTEL_'));

  it('name what does nothing without an endpoint, unless tracing is switched off', () => {
    expect(names({ OTEL_SERVICE_NAME: 'sign-in', OTEL_TRACES_SAMPLER: 'always_on' })).toEqual(['OTEL_SERVICE_NAME', 'OTEL_TRACES_SAMPLER']);
    expect(names({ OTEL_SERVICE_NAME: 'sign-in', OTEL_SDK_DISABLED: 'true' })).toEqual([]);
    expect(names({ OTEL_SERVICE_NAME: 'sign-in', OTEL_TRACES_EXPORTER: 'none' })).toEqual([]);
    expect(names({ ...endpoint, OTEL_SERVICE_NAME: 'sign-in' })).toEqual([]);
  });
});
