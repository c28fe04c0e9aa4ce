import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { SettingRefused } from '../configuration-error.js';
import type { ProxySettings } from '../settings.js';
import { percentDecoded, readBy, splitWords } from './setting-schema.js';

/** The proxies on the way to the provider, by the names that other programs read as well. */
export const proxyVariables = z.object({
  HTTPS_PROXY: readBy(readProxy).optional(),
  HTTP_PROXY: readBy(readProxy).optional(),
  NO_PROXY: readBy(readNoProxy).optional(),
});

export function proxySettings({ HTTPS_PROXY = '', HTTP_PROXY = '', NO_PROXY = '' }: z.output<typeof proxyVariables>): ProxySettings {
  return { https: HTTPS_PROXY, http: HTTP_PROXY, noProxy: NO_PROXY };
}

function readProxy(text: string): string {
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url !== null && /^https?:$/.test(url.protocol) && percentDecoded(`${url.username}:${url.password}`) !== undefined) return url.href;
  throw new SettingRefused(
    'is not the address of an HTTP proxy',
    'Write http://proxy.example.com:3128, with user:password@ before the host where the proxy asks for them, percent-encoded.',
  );
}

function readNoProxy(text: string): string {
  const hosts = splitWords(text);
  return hosts.includes('*') ? '*' : hosts.map((host) => (isIPv6(host) ? `[${host}]` : host)).join(',');
}
