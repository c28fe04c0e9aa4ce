import type { ProblemList } from './problem-list.js';
import { readSecretFile, secretFileVariables } from './secret-variables.js';
import type { SettingSource } from './setting-sources.js';
import type { SettingWarning } from './settings.js';

/** What belongs to one provider and must not be sent to another. */
const ofTheProvider = [
  ...['OKTA_ORG_URL', 'OKTA_AUTH_SERVER', 'OIDC_ISSUER', 'OIDC_DISCOVERY_URL', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  ...['OIDC_CLIENT_SECRET_FILE', 'OIDC_CLIENT_AUTH', 'OIDC_CLIENT_PRIVATE_KEY_FILE', 'OIDC_CLIENT_KEY_ID'],
  ...['OKTA_API_TOKEN', 'OKTA_API_TOKEN_FILE', 'OKTA_API_OAUTH_TOKEN', 'OKTA_API_OAUTH_TOKEN_FILE'],
];

interface Placed {
  readonly value: string;
  readonly writtenAs: string;
  readonly file: string | undefined;
}

/**
 * Lays the sources over each other, weakest first. An empty value unsets what a weaker source says.
 *
 * A source that names another provider than a weaker one replaces all of it: the client id and secret of one provider are never sent to another.
 * NAME and NAME_FILE are two ways to write one setting: the stronger source's counts, both in one source are a problem.
 */
export function mergeSources(
  sources: readonly SettingSource[],
  directory: string,
  problems: ProblemList,
  warnings: SettingWarning[],
): Map<string, string> {
  const placed = new Map<string, Placed>();
  for (const source of sources) {
    dropOtherProvider(placed, source, warnings);
    for (const [name, { value, writtenAs }] of source.values) {
      const counterpart = secretFileVariables.get(name) ?? `${name}_FILE`;
      if (value !== '' && source.values.get(counterpart)?.value) {
        if (!name.endsWith('_FILE')) problems.add(name, `and ${name}_FILE are both set`, 'Keep one of the two.');
      } else if (value !== '') placed.delete(counterpart);
      placed.set(name, { value, writtenAs, file: source.file });
    }
  }
  return resolveFiles(placed, directory, problems);
}

function dropOtherProvider(placed: Map<string, Placed>, source: SettingSource, warnings: SettingWarning[]): void {
  const addressOf = (get: (name: string) => string | undefined): string =>
    (get('OIDC_ISSUER') || get('OKTA_ORG_URL') || '').replace(/\/$/, '');
  const stronger = addressOf((name) => source.values.get(name)?.value);
  const weaker = addressOf((name) => placed.get(name)?.value);
  if (stronger === '' || weaker === '' || stronger === weaker) return;
  const dropped = ofTheProvider.filter((name) => placed.get(name)?.value && !source.values.has(name));
  for (const name of dropped) {
    const { writtenAs, file } = placed.get(name) ?? { writtenAs: name, file: undefined };
    warnings.push({ setting: writtenAs, message: `in ${file} is not used: ${source.file ?? 'the environment'} names another provider` });
    placed.delete(name);
  }
}

function resolveFiles(placed: ReadonlyMap<string, Placed>, directory: string, problems: ProblemList): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, { value, writtenAs, file }] of placed) {
    if (value === '') continue;
    const target = secretFileVariables.get(name);
    if (file !== undefined || writtenAs !== name) {
      problems.setOrigin(name, file === undefined ? writtenAs : `${writtenAs === name ? '' : `${writtenAs} `}in ${file}`);
    }
    if (target === undefined) texts.set(name, value);
    else {
      const content = readSecretFile(name, value, directory, problems);
      if (content !== undefined) texts.set(target, content);
    }
  }
  return texts;
}
