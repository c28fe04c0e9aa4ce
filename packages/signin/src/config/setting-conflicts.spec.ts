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
  warnOfConflicts(variables, publicUrl, provider, entry, problems);
  return {
    problems: problems.toError().problems.map(({ setting }) => setting),
    warnings: problems.warnings.map(({ setting }) => setting),
  };
}

const { provider, entry } = loadSettings({ env: { NODE_ENV: 'test', SESSION_SECRET: 'x' }, files: false });

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

describe('Rules by group', () => {
  const groups = (env: Record<string, string>) => () =>
    loadSettings({ env: { NODE_ENV: 'test', SESSION_SECRET: 'x', ...okta, API_AUDIENCE: undefined, ...env }, files: false }).entry;

  it.each(['ALLOWED_GROUPS', 'ROLES'])("in %s are refused where Okta's org server would send no groups", (name) => {
    const text = name === 'ROLES' ? 'admin=Admins' : 'Admins';
    expect(groups({ [name]: text })).toThrow(`${name} needs the groups claim`);
    expect(groups({ [name]: text, OIDC_SCOPES: 'openid groups' })()).toMatchObject(
      name === 'ROLES' ? { roles: [{ role: 'admin', groups: ['Admins'] }] } : { groups: ['Admins'] },
    );
    expect(groups({ [name]: text, OKTA_AUTH_SERVER: 'default' })).not.toThrow();
  });
});

describe('A provider where anybody can have an account', () => {
  const client = { NODE_ENV: 'test', SESSION_SECRET: 'x', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' };
  const warned = (env: Record<string, string>): boolean =>
    loadSettings({ env: { ...client, ...env }, files: false }).warnings.some(({ message }) => message.includes('anybody can make one'));
  const entra = (tenant: string): string => `https://login.microsoftonline.com/${tenant}/v2.0`;
  const acme = '0f8fad5b-d9cb-469f-a165-70867728950e';
  const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';

  it.each([
    [{ OIDC_ISSUER: 'https://accounts.google.com' }, true],
    [{ OIDC_ISSUER: 'https://gitlab.com' }, true],
    [{ OIDC_ISSUER: entra('common'), OIDC_TENANTS: '*' }, true],
    [{ OIDC_ISSUER: entra('organizations'), OIDC_TENANTS: '*' }, true],
    [{ OIDC_ISSUER: entra(personal) }, true],
    [{ OIDC_ISSUER: entra('common'), OIDC_TENANTS: `${acme},${personal}` }, true],
    [{ OIDC_ISSUER: entra('organizations'), OIDC_TENANTS: acme }, false],
    [{ OIDC_ISSUER: entra(acme) }, false],
    [{ OIDC_ISSUER: 'https://acme.okta.com' }, false],
    [{ OIDC_ISSUER: 'https://accounts.google.com', ALLOWED_EMAIL_DOMAINS: 'acme.com' }, false],
    [{ OIDC_ISSUER: 'https://accounts.google.com', ALLOWED_EMAILS: 'ada@acme.com' }, false],
    [{ OIDC_ISSUER: 'https://accounts.google.com', ALLOWED_GROUPS: 'Staff' }, false],
    [{ OIDC_ISSUER: 'https://accounts.google.com', ALLOWED_EMAIL_DOMAINS: '*' }, false],
  ])('is warned of where nothing says who may enter: %j, %s', (env, expected) => {
    expect(warned(env)).toBe(expected);
  });
});
