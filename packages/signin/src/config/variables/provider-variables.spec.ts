import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../configuration-error.js';
import { loadProxy, loadSettings } from '../load-settings.js';
import { providerVariables } from './provider-variables.js';

function read(name: keyof typeof providerVariables.shape, text: string): unknown {
  return providerVariables.parse({ [name]: text })[name];
}

const tenant = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('providerVariables', () => {
  it.each([
    ['OIDC_CLIENT_ID', 'app:1 x', 'app:1 x'],
    ['OIDC_CLIENT_SECRET', 'a+b/c%d:e=f é', 'a+b/c%d:e=f é'],
    ['OIDC_CLIENT_SECRET', ' {x ', ' {x '],
    ['OIDC_SCOPES', ' openid   groups openid ', ['openid', 'groups']],
    ['OIDC_SCOPES', 'openid https://www.googleapis.com/auth/calendar', ['openid', 'https://www.googleapis.com/auth/calendar']],
    ['OIDC_CLOCK_TOLERANCE', '0', 0],
    ['OIDC_CLOCK_TOLERANCE', '300', 300],
    ['OIDC_DPOP', 'on', true],
    ['OIDC_PKCE', 'False', false],
    ['OIDC_AUTHORIZE_PARAMS', '?access_type=offline&prompt=consent', { access_type: 'offline', prompt: 'consent' }],
    ['OIDC_AUTHORIZE_PARAMS', 'resource=urn%3Aa%26b&domain_hint=a+b', { resource: 'urn:a&b', domain_hint: 'a b' }],
    ['OIDC_AUTHORIZE_PARAMS', 'acr_values=a+b&max_age=0', { acr_values: 'a b', max_age: '0' }],
    ['OIDC_AUTHORIZE_PARAMS', 'claims=%7B%22id_token%22%3A%7B%7D%7D', { claims: '{"id_token":{}}' }],
    ['OIDC_GROUPS_SEPARATOR', 'none', undefined],
    ['OIDC_GROUPS_SEPARATOR', 'comma', ','],
    ['OIDC_GROUPS_SEPARATOR', 'space', ' '],
    ['OIDC_GROUPS_SEPARATOR', '; ', '; '],
    ['OIDC_USERINFO', 'required', 'required'],
    ['OIDC_ID_TOKEN_ALGORITHMS', 'RS256, ES384 EdDSA', ['RS256', 'ES384', 'EdDSA']],
    ['OIDC_TENANTS', '*', ['*']],
    ['OIDC_TENANTS', tenant.toUpperCase(), [tenant]],
    ['OIDC_END_SESSION_URL', 'https://idp.example/logout?x=1', 'https://idp.example/logout?x=1'],
  ] as const)('reads %s=%s', (name, text, value) => {
    expect(read(name, text)).toEqual(value);
  });

  it.each([
    ['OIDC_CLIENT_ID', '{clientId}'],
    ['OIDC_CLIENT_ID', '{yourClientId}'],
    ['OIDC_CLIENT_ID', '<client id>'],
    ['OIDC_CLIENT_ID', 'your-client-id'],
    ['OIDC_CLIENT_ID', 'YOUR_CLIENT_ID'],
    ['OIDC_CLIENT_SECRET', '${CLI_OKTA_CLIENT_SECRET}'],
    ['OIDC_CLIENT_SECRET', 'changeme'],
    ['OIDC_CLIENT_SECRET', 'xxxxxxxx'],
    ['OIDC_CLIENT_SECRET', 'two\nlines'],
    ['OIDC_CLIENT_AUTH', 'client_secret_jwt'],
    ['OIDC_SCOPES', 'profile email'],
    ['OIDC_SCOPES', 'openid,profile'],
    ['OIDC_SCOPES', 'openid "profile"'],
    ['OIDC_RESPONSE_MODE', 'fragment'],
    ['OIDC_CLOCK_TOLERANCE', '301'],
    ['OIDC_DPOP', 'maybe'],
    ['OIDC_AUTHORIZE_PARAMS', 'prompt'],
    ['OIDC_AUTHORIZE_PARAMS', 'a=1&a=2'],
    ['OIDC_AUTHORIZE_PARAMS', 'scope=openid'],
    ['OIDC_AUTHORIZE_PARAMS', 'max_age=5m'],
    ['OIDC_AUTHORIZE_PARAMS', 'max_age=-1'],
    ['OIDC_AUTHORIZE_PARAMS', 'acr_values=+'],
    ['OIDC_AUTHORIZE_PARAMS', 'claims=acr'],
    ['OIDC_GROUPS_SEPARATOR', 'semicolon'],
    ['OIDC_GROUPS_SEPARATOR', '1'],
    ['OIDC_USERINFO', 'on'],
    ['OIDC_AUTHORIZE_PARAMS', 'redirect%5Furi=https://evil.example'],
    ['OIDC_AUTHORIZE_PARAMS', 'prompt=login&state=1'],
    ['OIDC_ID_TOKEN_ALGORITHMS', 'none'],
    ['OIDC_ID_TOKEN_ALGORITHMS', 'RS256 none'],
    ['OIDC_TENANTS', 'contoso.onmicrosoft.com'],
    ['OIDC_TENANTS', `${tenant},*`],
    ['OIDC_END_SESSION_URL', 'http://idp.example/logout'],
    ['OIDC_END_SESSION_RETURN_PARAM', 'return to'],
  ] as const)('refuses %s=%s', (name, text) => {
    expect(providerVariables.safeParse({ [name]: text }).error?.issues).toHaveLength(1);
  });

  it('names the setting to use when a parameter of the protocol is given by hand', () => {
    const { error } = providerVariables.safeParse({ OIDC_AUTHORIZE_PARAMS: 'scope=openid' });
    expect(error?.issues[0]).toMatchObject({ params: { fix: expect.stringContaining('OIDC_SCOPES') } });
  });

  it('keeps a parameter called __proto__ as data', () => {
    expect(Object.entries(read('OIDC_AUTHORIZE_PARAMS', '__proto__=x') as object)).toEqual([['__proto__', 'x']]);
  });
});

const okta = { OKTA_ORG_URL: 'https://acme.okta.com', OIDC_CLIENT_ID: 'c', OIDC_CLIENT_SECRET: 's', SESSION_SECRET: 'x'.repeat(40) };
const proxyOf = (env: Readonly<Record<string, string>>) => loadSettings({ env: { ...okta, ...env }, files: false }).provider.proxy;

describe('HTTPS_PROXY, HTTP_PROXY and NO_PROXY', () => {
  it('are none by default', () => {
    expect(proxyOf({})).toEqual({ https: '', http: '', noProxy: '' });
  });

  it.each([
    ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'],
    ['https_proxy', 'http_proxy', 'no_proxy'],
    ['Https_Proxy', 'hTTP_pROXY', 'No_proxy'],
  ])('count in any case: %s, %s, %s', (https, http, none) => {
    expect(proxyOf({ [https]: 'http://one:1', [http]: 'two:2', [none]: 'a.example b.example,::1' })).toEqual({
      https: 'http://one:1/',
      http: 'http://two:2/',
      noProxy: 'a.example,b.example,[::1]',
    });
  });

  it('count in lower case where both stand', () => {
    expect(proxyOf({ HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:1' }).https).toBe('http://lower:1/');
  });

  it('name every host by a *, also among others', () => {
    expect(proxyOf({ NO_PROXY: 'localhost,*' }).noProxy).toBe('*');
  });

  it('may hold a password, which may stand in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
    writeFileSync(join(folder, 'proxy'), 'http://user:p%40ss@proxy.example:3128\n');
    expect(proxyOf({ HTTPS_PROXY_FILE: join(folder, 'proxy') }).https).toBe('http://user:p%40ss@proxy.example:3128/');
    rmSync(folder, { recursive: true });
  });

  it.each(['socks5://proxy:1080', 'http://', 'http://user:100%@proxy', 'ftp://proxy'])('refuse %s, and show none of it', (text) => {
    for (const read of [() => proxyOf({ HTTPS_PROXY: text }), () => loadProxy({ env: { HTTPS_PROXY: text }, files: false })]) {
      expect(read).toThrow(ConfigurationError);
      expect(read).toThrow('HTTPS_PROXY is not the address of an HTTP proxy');
    }
  });

  it('do not count for the embedded provider, which is part of the process', () => {
    const directory = mkdtempSync(join(tmpdir(), 'proxy-'));
    const { provider, embeddedProvider } = loadSettings({ env: { HTTP_PROXY: 'http://proxy:1' }, directory });
    expect([embeddedProvider === undefined, provider.proxy.http]).toEqual([false, '']);
    rmSync(directory, { recursive: true });
  });

  it('are read for setup from .env and from the environment, which wins', () => {
    const directory = mkdtempSync(join(tmpdir(), 'proxy-'));
    writeFileSync(join(directory, '.env'), 'https_proxy=http://file:1\nNO_PROXY=file.example\n');
    expect(loadProxy({ directory, env: { HTTPS_PROXY: 'http://environment:1' } })).toEqual({
      https: 'http://environment:1/',
      http: '',
      noProxy: 'file.example',
    });
    rmSync(directory, { recursive: true });
  });
});
