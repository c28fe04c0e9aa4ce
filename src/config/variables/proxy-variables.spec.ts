import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../configuration-error.js';
import { loadProxy, loadSettings } from '../load-settings.js';

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
