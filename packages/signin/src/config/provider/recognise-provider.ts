import type { ProblemList } from '../configuration-error.js';
import type { RecognisedProvider } from '../settings.js';
import { consumerPresets } from './presets/consumer-presets.js';
import { microsoftPresets } from './presets/microsoft-presets.js';
import type { ProviderPreset } from './presets/provider-preset.js';
import { isUnfilled } from '../variables/web-address.js';
import { workforcePresets } from './presets/workforce-presets.js';

export type KnownProvider = ProviderPreset & Pick<RecognisedProvider, 'id'>;

export const presets: readonly KnownProvider[] = [consumerPresets, microsoftPresets, workforcePresets].flatMap((table) =>
  Object.entries(table).map(([id, preset]) => ({ id, ...preset })),
);

/** The known provider that an issuer looks like. The first match counts. */
export function recogniseProvider(issuer: string | undefined): KnownProvider | undefined {
  return issuer === undefined ? undefined : presets.find((preset) => preset.issuer.test(issuer));
}

/** Lays the texts of the settings over what the preset says; explicit settings win. */
export function withPreset(texts: ReadonlyMap<string, string>, preset: ProviderPreset | undefined): Map<string, string> {
  const issuer = texts.get('OIDC_ISSUER') ?? '';
  const host = /^https?:\/\/([^/]+)/i.exec(issuer)?.[1] ?? '';
  const defaults = Object.entries(preset?.defaults ?? {})
    .filter(([name]) => !isReplaced(name, texts, preset))
    // An issuer that still has to be filled in is one problem, and not two.
    .filter(([, text]) => !(text.includes('{host}') && isUnfilled(issuer)));
  return new Map([...defaults.map(([name, text]): [string, string] => [name, text.replace('{host}', host)]), ...texts]);
}

/** Reports what the provider needs and is not set, or why this issuer cannot be used. */
export function checkPreset(texts: ReadonlyMap<string, string>, preset: ProviderPreset | undefined, problems: ProblemList): void {
  if (preset?.refusal !== undefined) problems.add('OIDC_ISSUER', preset.refusal.problem, preset.refusal.fix);
  for (const [name, fix] of Object.entries(preset?.required ?? {})) if (!texts.has(name)) problems.addMissing(name, fix);
}

/** Whether a default belongs to another setting which the person has set to something else. */
function isReplaced(name: string, texts: ReadonlyMap<string, string>, preset: ProviderPreset | undefined): boolean {
  if (name === 'OIDC_CLIENT_AUTH') return texts.has('OIDC_CLIENT_PRIVATE_KEY_FILE');
  const belongsToUrl = name.startsWith('OIDC_END_SESSION_') && preset?.defaults?.OIDC_END_SESSION_URL !== undefined;
  return belongsToUrl && texts.has('OIDC_END_SESSION_URL');
}
