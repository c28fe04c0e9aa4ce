import { isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { SettingsSource } from './load-settings.js';
import { mergeSources } from './merge-sources.js';
import { ProblemList } from './problem-list.js';
import { SettingRefused } from './setting-refused.js';
import { readBy, splitWords } from './setting-schema.js';
import { readSources } from './setting-sources.js';
import type { ProxySettings } from './settings.js';

/** The proxies on the way to the provider, by the names that other programs read as well. */
export const proxyVariables = z.object({
  HTTPS_PROXY: readBy(readProxy).optional(),
  HTTP_PROXY: readBy(readProxy).optional(),
  NO_PROXY: readBy(readNoProxy).optional(),
});

/** Reads the proxies alone, for a command that asks a provider before there are settings. @throws ConfigurationError */
export function loadProxy(source: SettingsSource = {}): ProxySettings {
  const directory = resolve(source.directory ?? '.');
  const problems = new ProblemList();
  const sources = readSources(source.env ?? process.env, source.files === false ? undefined : directory, problems, []);
  const texts = mergeSources(sources, directory, problems, []);
  const read = <T>(name: string, by: (text: string) => T): T | undefined => {
    const text = texts.get(name);
    return text === undefined ? undefined : problems.attempt(name, () => by(text));
  };
  const proxy = proxySettings({
    HTTPS_PROXY: read('HTTPS_PROXY', readProxy),
    HTTP_PROXY: read('HTTP_PROXY', readProxy),
    NO_PROXY: read('NO_PROXY', readNoProxy),
  });
  if (!problems.isEmpty) throw problems.toError();
  return proxy;
}

export function proxySettings({ HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: z.output<typeof proxyVariables>): ProxySettings {
  return { https: HTTPS_PROXY ?? '', http: HTTP_PROXY ?? '', noProxy: NO_PROXY ?? '' };
}

function readProxy(text: string): string {
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url !== null && /^https?:$/.test(url.protocol) && isDecodable(url.username) && isDecodable(url.password)) return url.href;
  throw new SettingRefused(
    'is not the address of an HTTP proxy',
    'Write http://proxy.example.com:3128, with user:password@ before the host where the proxy asks for them, percent-encoded.',
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function readNoProxy(text: string): string {
  const hosts = splitWords(text);
  return hosts.includes('*') ? '*' : hosts.map((host) => (isIPv6(host) ? `[${host}]` : host)).join(',');
}
