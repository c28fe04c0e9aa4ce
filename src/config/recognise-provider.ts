import { consumerPresets } from './consumer-presets.js';
import { microsoftPresets } from './microsoft-presets.js';
import type { ProblemList } from './problem-list.js';
import type { ProviderPreset } from './provider-preset.js';
import { workforcePresets } from './workforce-presets.js';

export const presets: readonly ProviderPreset[] = [...consumerPresets, ...microsoftPresets, ...workforcePresets];

/** The known provider that an issuer looks like. The first match counts. */
export function recogniseProvider(issuer: string | undefined): ProviderPreset | undefined {
  return issuer === undefined ? undefined : presets.find((preset) => preset.issuer.test(issuer));
}

/** Lays the texts of the settings over what the preset says; explicit settings win. */
export function withPreset(texts: ReadonlyMap<string, string>, preset: ProviderPreset | undefined): Map<string, string> {
  const host = /^https?:\/\/([^/]+)/i.exec(texts.get('OIDC_ISSUER') ?? '')?.[1] ?? '';
  const defaults = Object.entries(preset?.defaults ?? {}).filter(([name]) => !replaced(name, texts, preset));
  return new Map([...defaults.map(([name, text]): [string, string] => [name, text.replace('{host}', host)]), ...texts]);
}

/** Reports what the provider needs and is not set, or why this issuer cannot be used. */
export function checkPreset(texts: ReadonlyMap<string, string>, preset: ProviderPreset | undefined, problems: ProblemList): void {
  if (preset?.refusal !== undefined) problems.add('OIDC_ISSUER', preset.refusal.problem, preset.refusal.fix);
  for (const [name, fix] of Object.entries(preset?.required ?? {})) if (!texts.has(name)) problems.addMissing(name, fix);
}

/** Defaults that belong to another setting which the person has set to something else. */
function replaced(name: string, texts: ReadonlyMap<string, string>, preset: ProviderPreset | undefined): boolean {
  if (name === 'OIDC_CLIENT_AUTH') return texts.has('OIDC_CLIENT_PRIVATE_KEY_FILE');
  const group = name.startsWith('OIDC_END_SESSION_') && preset?.defaults?.OIDC_END_SESSION_URL !== undefined;
  return group && texts.has('OIDC_END_SESSION_URL');
}
