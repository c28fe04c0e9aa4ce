import { translateOktaNames } from './setting-sources.js';
import { quotedValues, unknownNames } from './unknown-names.js';

function warningsFor(file: string | undefined, values: Readonly<Record<string, string>>): string[] {
  const source = { file, values: translateOktaNames(new Map(Object.entries(values)), file === '.okta.env') };
  return unknownNames([source]).map(({ setting, message }) => `${setting} ${message}`);
}

describe('unknownNames', () => {
  it.each([
    ['OIDC_CLIENTID', 'OIDC_CLIENT_ID'],
    ['OIDC_CLIENT_SECRE', 'OIDC_CLIENT_SECRET'],
    ['OIDC_SCOPE', 'OIDC_SCOPES'],
    ['OIDC_CLIENT_I', 'OIDC_CLIENT_ID'],
    ['OKTA_ORGURL', 'OKTA_ORG_URL'],
    ['OKTA_DOMAIN', 'OKTA_ORG_URL'],
    ['OIDC_REDIRECT_URI', 'PUBLIC_URL'],
    ['SESSION_SECERT', 'SESSION_SECRET'],
    ['OIDC_CLIENT_SECRETFILE', 'OIDC_CLIENT_SECRET'],
  ])('points from %s to %s', (name, meant) => {
    expect(warningsFor(undefined, { [name]: 'hunter2' })).toEqual([expect.stringContaining(`Did you mean ${meant}`)]);
  });

  it('says in which file a name stands, and knows the short names that belong in .okta.env', () => {
    expect(warningsFor('.env', { CLIENT_ID: 'x', PORTS: '1', oidc_issuer: 'y', ISSUER_BASE_URL: 'z' })).toEqual([
      'CLIENT_ID in .env is not a setting and is ignored. Did you mean OIDC_CLIENT_ID?',
      'PORTS in .env is not a setting and is ignored. Did you mean PORT?',
      'oidc_issuer in .env is not a setting and is ignored. Did you mean OIDC_ISSUER?',
      'ISSUER_BASE_URL in .env is not a setting and is ignored. Did you mean OIDC_ISSUER?',
    ]);
    expect(warningsFor('.okta.env', { CLIENT_ID: 'x', ORG_URL: 'y', ISSUER: 'z' })).toEqual([]);
  });

  it('names what OpenTelemetry knows and this application does not, and leaves alone what its SDK reads itself', () => {
    expect(
      warningsFor(undefined, { OTEL_METRICS_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '1', OTEL_SERVICE_NAM: 'x' }),
    ).toEqual([
      'OTEL_METRICS_EXPORTER does nothing: .env.example lists the names of OpenTelemetry that count here.',
      'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT does nothing: .env.example lists the names of OpenTelemetry that count here.',
      'OTEL_SERVICE_NAM is not a setting and is ignored. Did you mean OTEL_SERVICE_NAME?',
    ]);
    const read = { OTEL_BSP_SCHEDULE_DELAY: '1', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip', OTEL_SPAN_LINK_COUNT_LIMIT: '1' };
    expect(warningsFor(undefined, read)).toEqual([]);
    expect(warningsFor('.env', read)).toHaveLength(3);
  });

  it.each<Readonly<Record<string, string>>>([
    { OIDC_CLIENT_ID: 'x', SESSION_SECRET_FILE: 'x', OKTA_API_TOKEN: 'x', OKTA_OAUTH2_ISSUER: 'x' },
    { SESSION_MANAGER: 'x', PORTS: '1', HOSTS: 'x', OKTA_LOG_LEVEL: 'x', OIDC_CLIENTID: '' },
  ])('says nothing of %j in the environment', (values) => {
    expect(warningsFor(undefined, values)).toEqual([]);
  });
});

describe('quotedValues', () => {
  const sourceOf = (file: string | undefined, values: Record<string, string>) => ({
    file,
    values: translateOktaNames(new Map(Object.entries(values)), false),
  });

  it('names settings of the environment that are in quotes, without their value', () => {
    const warnings = quotedValues([
      sourceOf(undefined, { OIDC_CLIENT_ID: '"0oa1"', OIDC_CLIENT_SECRET: "'hunter2'", EDITOR: '"vi"', PORT: '1' }),
    ]);
    expect(warnings.map(({ setting }) => setting)).toEqual(['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']);
    expect(JSON.stringify(warnings)).not.toContain('hunter2');
  });

  it('leaves files alone, whose quotes are taken off', () => {
    expect(quotedValues([sourceOf('.env', { OIDC_CLIENT_ID: '"0oa1"' })])).toEqual([]);
  });
});
