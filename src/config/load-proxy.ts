import { resolve } from 'node:path';
import type { SettingsSource } from './load-settings.js';
import { mergeSources } from './merge-sources.js';
import { ProblemList } from './problem-list.js';
import { proxySettings, readNoProxy, readProxy } from './proxy-variables.js';
import { readSources } from './setting-sources.js';
import type { ProxySettings } from './settings.js';

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
