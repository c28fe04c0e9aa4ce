import { ConfigurationError, ProblemList } from './configuration-error.js';
import { loadSettings } from './load-settings.js';
import { checkConflicts, warnOfConflicts } from './setting-conflicts.js';
import { readPublicUrl } from './variables/web-address.js';
import { readVariables } from './variables/variables.js';

function check(texts: Readonly<Record<string, string>>) {
  const problems = new ProblemList();
  const variables = readVariables(new Map(Object.entries(texts)), problems);
  const publicUrl = variables.PUBLIC_URL ?? readPublicUrl('http://localhost:8080');
  checkConflicts(variables, publicUrl, undefined, problems);
  warnOfConflicts(variables, publicUrl, undefined, problems);
  return {
    problems: problems.toError().problems.map(({ setting }) => setting),
    warnings: problems.warnings.map(({ setting }) => setting),
  };
}

const production = { NODE_ENV: 'production', TRUST_PROXY: 'loopback' };
const https = { PUBLIC_URL: 'https://app.example' };
const http = { PUBLIC_URL: 'http://app.example:8080' };
const loopback = { PUBLIC_URL: 'http://127.0.0.1:8080' };

describe('settings that do not fit together', () => {
  it.each([
    [{}, [], []],
    [{ ...https }, [], ['NODE_ENV']],
    [{ NODE_ENV: 'test', ...https }, [], []],
    [{ PUBLIC_URL: 'https://localhost:8443' }, [], []],
    [{ ...production, ...https }, [], []],
    [{ ...production, ...loopback }, [], []],
    [{ ...production, ...http }, ['PUBLIC_URL'], ['PUBLIC_URL']],
    [{ ...http }, [], ['PUBLIC_URL']],
    [{ ...production }, [], ['PUBLIC_URL']],
    [{ ...production, ...https, TRUST_PROXY: 'off' }, [], ['TRUST_PROXY']],
    [{ ...http, OIDC_RESPONSE_MODE: 'query.jwt' }, [], ['PUBLIC_URL']],
    [{ OIDC_PKCE: 'off' }, [], ['OIDC_PKCE']],
    [{ OIDC_NONCE: 'off', OIDC_CLIENT_AUTH: 'none' }, [], ['OIDC_NONCE']],
    [{ OIDC_PKCE: 'off', OIDC_NONCE: 'off' }, ['OIDC_PKCE'], ['OIDC_PKCE', 'OIDC_NONCE']],
    [{ ...production, ...https, OIDC_PKCE: 'off', OIDC_NONCE: 'off' }, ['OIDC_PKCE'], ['OIDC_PKCE', 'OIDC_NONCE']],
    [{ OIDC_PKCE: 'off', OIDC_CLIENT_AUTH: 'none' }, ['OIDC_PKCE'], ['OIDC_PKCE']],
    [{ OIDC_CLIENT_KEY_ID: 'k1' }, [], ['OIDC_CLIENT_KEY_ID']],
    [{ HOST: 'my-laptop' }, [], ['HOST']],
    [{ HOST: '0.0.0.0' }, [], []],
    [{ HOST: 'my-laptop', PUBLIC_URL: 'http://localhost:8080' }, [], []],
  ])('are found in %j', (texts, problems, warnings) => {
    expect(check(texts)).toEqual({ problems, warnings });
  });
});

const okta = { OKTA_ORG_URL: 'https://dev-1.okta.com', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b', API_AUDIENCE: 'api://default' };
const load = (env: Record<string, string | undefined>): unknown => loadSettings({ env: { NODE_ENV: 'test', ...env }, files: false }).api;

describe('API_AUDIENCE', () => {
  it("is refused with Okta's org server, whose tokens only Okta may judge", () => {
    expect(() => load(okta)).toThrow(ConfigurationError);
    expect(() => load(okta)).toThrow(/API_AUDIENCE.*org server/s);
  });

  it.each([{ OKTA_AUTH_SERVER: 'default' }, { API_TOKENS: 'introspection' }])('goes with %j', (more) => {
    expect(load({ ...okta, ...more })).toMatchObject({ audience: 'api://default' });
  });

  it('warns of the client id, which ID tokens have as audience too', () => {
    const warnings = (audience: string) =>
      loadSettings({
        env: { NODE_ENV: 'test', ...okta, OKTA_AUTH_SERVER: 'default', API_AUDIENCE: audience },
        files: false,
      }).warnings.filter(({ setting }) => setting === 'API_AUDIENCE');
    expect(warnings('api://default')).toEqual([]);
    expect(warnings('a')).toEqual([{ setting: 'API_AUDIENCE', message: expect.stringMatching(/is the client id.*at\+jwt/) as unknown }]);
  });
});
