import { resolve } from 'node:path';
import { mergeSources } from './merge-sources.js';
import { ProblemList } from './problem-list.js';
import type { SettingsSource } from './load-settings.js';
import { readSources } from './setting-sources.js';

/** What opens Okta's Management API. Never needed to sign people in: only the doctor asks for it. */
export interface ManagementToken {
  /** SSWS for an API token, Bearer for an OAuth 2.0 access token. */
  readonly scheme: 'SSWS' | 'Bearer';
  readonly token: string;
}

/** Reads OKTA_API_OAUTH_TOKEN or OKTA_API_TOKEN where the settings are read. Undefined: neither is set. */
export function loadManagementToken(source: SettingsSource = {}): ManagementToken | undefined {
  const directory = resolve(source.directory ?? '.');
  const problems = new ProblemList();
  const sources = readSources(source.env ?? process.env, source.files === false ? undefined : directory, problems, []);
  const texts = mergeSources(sources, directory, problems, []);
  const bearer = texts.get('OKTA_API_OAUTH_TOKEN')?.trim();
  if (bearer) return { scheme: 'Bearer', token: bearer };
  const ssws = texts
    .get('OKTA_API_TOKEN')
    ?.trim()
    .replace(/^SSWS\s+/i, '');
  return ssws ? { scheme: 'SSWS', token: ssws } : undefined;
}
