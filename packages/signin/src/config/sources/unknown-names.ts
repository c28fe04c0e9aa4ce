import type { SettingWarning } from '../settings.js';
import { variables } from '../variables/variables.js';
import { secretFileVariables, type SettingSource } from './setting-sources.js';

/** Read by the doctor alone. */
export const managementVariables = ['OKTA_API_TOKEN', 'OKTA_API_OAUTH_TOKEN'] as const;

const known: ReadonlySet<string> = new Set([...Object.keys(variables.shape), ...secretFileVariables.keys(), ...managementVariables]);

export function isSetting(name = ''): boolean {
  return known.has(name);
}

/** What the same thing is called elsewhere. */
const otherNames: readonly (readonly [ours: string, theirs: readonly string[]])[] = [
  ['OKTA_ORG_URL', ['ORG_URL', 'OKTA_DOMAIN', 'OKTA_BASE_URL', 'OKTA_CLIENT_ORGURL', 'OKTA_ISSUER']],
  ['OIDC_ISSUER', ['ISSUER', 'OIDC_ISSUER_URL', 'OIDC_AUTHORITY', 'ISSUER_BASE_URL']],
  ['OKTA_AUTH_SERVER', ['OKTA_AUTHORIZATION_SERVER', 'OKTA_AUTH_SERVER_ID']],
  ['OIDC_CLIENT_ID', ['CLIENT_ID', 'OKTA_CLIENT_ID']],
  ['OIDC_CLIENT_SECRET', ['CLIENT_SECRET', 'OKTA_CLIENT_SECRET']],
  ['PUBLIC_URL', ['OIDC_REDIRECT_URI', 'OIDC_CALLBACK_URL', 'OKTA_REDIRECT_URI']],
];

/** What OpenTelemetry's SDK and exporter read from the environment of the process themselves. */
const readByOpenTelemetry =
  /^OTEL_(?:(?:BSP|SPAN|ATTRIBUTE|LINK|EVENT)_.+|EXPORTER_OTLP_(?:TRACES_)?(?:COMPRESSION|CERTIFICATE|CLIENT_KEY|CLIENT_CERTIFICATE)|EXPORTER_OTLP_TRACES_HEADERS)$/;

/**
 * Names that are not settings and look as if they were meant to be: in the environment those that begin like ours, in a file all of them.
 * Values are not looked at, but for being empty.
 */
export function unknownNames(sources: readonly SettingSource[]): SettingWarning[] {
  return sources.flatMap(({ file, values }) =>
    [...values].flatMap(([name, { value }]) => {
      const isSuspicious = file !== undefined || (/^(OIDC|OKTA|SESSION|OTEL)_/.test(name) && !readByOpenTelemetry.test(name));
      if (value === '' || known.has(name) || !isSuspicious) return [];
      const where = file === undefined ? '' : `in ${file} `;
      const [meant = nearest(name)] = otherNames.find(([, theirs]) => theirs.includes(name)) ?? [];
      if (meant !== undefined) return [{ setting: name, message: `${where}is not a setting and is ignored. Did you mean ${meant}?` }];
      if (!name.startsWith('OTEL_')) return [];
      return [{ setting: name, message: `${where}does nothing: .env.example lists the names of OpenTelemetry that count here.` }];
    }),
  );
}

/**
 * Values of the environment that are in quotes: a shell takes them off, `docker run --env-file` keeps them,
 * and an id or a secret with quotes is another one. Files have theirs taken off already.
 */
export function quotedValues(sources: readonly SettingSource[]): SettingWarning[] {
  return sources.flatMap(({ file, values }) =>
    [...values]
      .filter(([name, { value }]) => file === undefined && known.has(name) && /^(["'`]).*\1$/s.test(value.trim()))
      .map(([, { writtenAs }]) => ({
        setting: writtenAs,
        message:
          'begins and ends with a quote, which counts as part of the value. Leave the quotes out, as docker --env-file takes none off.',
      })),
  );
}

/** The one of `names` that is most like `name`; undefined where none is. */
export function nearest(name: string, names: Iterable<string> = known): string | undefined {
  const candidates = [...names].map((candidate) => ({ candidate, letters: distance(name.toUpperCase(), candidate) }));
  const best = candidates.reduce((first, second) => (second.letters < first.letters ? second : first));
  return best.letters <= (best.candidate.length > 8 ? 2 : 1) ? best.candidate : undefined;
}

/** Levenshtein's distance: how many letters have to be added, removed or changed. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
