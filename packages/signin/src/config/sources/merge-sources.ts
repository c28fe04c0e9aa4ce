import { resolve } from 'node:path';
import type { ProblemList } from '../configuration-error.js';
import { readNamedFile } from '../system-error.js';
import {
  type Environment,
  isSecretVariable,
  type NamedValue,
  readSources,
  secretFileVariables,
  type SettingSource,
} from './setting-sources.js';
import { isSetting } from './unknown-names.js';

/** A value with the file in which it stands; undefined: the environment. */
interface PlacedValue extends NamedValue {
  readonly file: string | undefined;
}

export interface SettingsSource {
  /** Default: the environment of this process. */
  readonly env?: Environment | undefined;
  /** Where `.env`, `.okta.env` and `data/` are, and what relative paths are relative to. Default: the working directory. */
  readonly directory?: string;
  /** What code gives; it wins. */
  readonly options?: SettingSource['values'];
  /** True in the application of somebody else, which listens, logs and traces by itself. Default: false. */
  readonly inHost?: boolean;
  /** False: `.env` and `.okta.env` are not read. */
  readonly files?: boolean;
}

/**
 * Reads the environment, `.env` and `.okta.env`, in this order of strength, into one text for each variable that is set.
 *
 * @returns also the absolute directory that relative paths are relative to
 */
export function readTexts(source: SettingsSource, problems: ProblemList) {
  const { env = process.env, directory: given = '.', files = true, options, inHost = false } = source;
  const directory = resolve(given);
  const all = readSources(env, files ? directory : undefined, problems, options, inHost ? isSetting : undefined);
  const sources = inHost ? all.map(withoutThoseOfTheHost) : all;
  return { sources, texts: mergeSources(sources, directory, problems), directory };
}

/** Leaves out what only the application of this repository reads: there these names mean something else, or have other values. */
function withoutThoseOfTheHost({ file, values }: SettingSource): SettingSource {
  const isOurs = ([name, { value }]: readonly [string, NamedValue]): boolean =>
    !/^(HOST|TRUST_PROXY|METRICS_TOKEN(_FILE)?|OTEL_.+)$/.test(name) && (name !== 'LOG_LEVEL' || /^(debug|trace)$/.test(value));
  return { file, values: new Map([...values].filter(isOurs)) };
}

/**
 * Lays the sources over each other, weakest first. An empty value unsets what a weaker source says.
 *
 * A source that names another provider than a weaker one replaces all of it.
 * NAME and NAME_FILE are two ways to write one setting: the stronger source's counts, both in one source are a problem.
 */
export function mergeSources(sources: readonly SettingSource[], directory: string, problems: ProblemList): Map<string, string> {
  const placed = new Map<string, PlacedValue>();
  for (const source of sources) {
    dropOtherProvider(placed, source, problems);
    for (const [name, named] of source.values) {
      const counterpart = secretFileVariables.get(name) ?? `${name}_FILE`;
      if (named.value !== '' && source.values.get(counterpart)?.value) {
        if (!name.endsWith('_FILE')) problems.add(name, `and ${name}_FILE are both set`, 'Keep one of the two.');
      } else if (named.value !== '') placed.delete(counterpart);
      placed.set(name, { ...named, file: source.file });
    }
  }
  return resolveFiles(placed, directory, problems);
}

const oktaAddress = ['OKTA_ORG_URL', 'OKTA_AUTH_SERVER'];
const issuerAddress = ['OIDC_ISSUER', 'OIDC_DISCOVERY_URL'];
const credentials = [
  ...['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_CLIENT_SECRET_FILE'],
  ...['OIDC_CLIENT_AUTH', 'OIDC_CLIENT_PRIVATE_KEY_FILE', 'OIDC_CLIENT_KEY_ID'],
  ...['OKTA_API_TOKEN', 'OKTA_API_TOKEN_FILE', 'OKTA_API_OAUTH_TOKEN', 'OKTA_API_OAUTH_TOKEN_FILE'],
];

/**
 * Drops the weaker values that no longer count because a stronger source names another provider:
 * the client id and secret of one host are never sent to another. On the same host only the other way to write its address is replaced.
 */
function dropOtherProvider(placed: Map<string, PlacedValue>, { file, values }: SettingSource, problems: ProblemList): void {
  const before = addressIn(placed);
  const now = addressIn(values);
  if (before === '' || now === '') return;
  const otherAddress = values.get('OIDC_ISSUER')?.value ? oktaAddress : issuerAddress;
  const replaced = hostOf(before) === hostOf(now) ? otherAddress : [...oktaAddress, ...issuerAddress, ...credentials];
  for (const name of replaced) {
    const weaker = placed.get(name);
    if (!weaker?.value || values.has(name)) continue;
    problems.warn(weaker.writtenAs, `in ${weaker.file} is not used: ${file ?? 'the environment'} names the provider otherwise`);
    placed.delete(name);
  }
}

function addressIn(values: ReadonlyMap<string, NamedValue>): string {
  return values.get('OIDC_ISSUER')?.value || values.get('OKTA_ORG_URL')?.value || '';
}

function hostOf(address: string): string {
  return address
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/s, '')
    .toLowerCase();
}

function resolveFiles(placed: ReadonlyMap<string, PlacedValue>, directory: string, problems: ProblemList): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, place] of placed) {
    // A secret is kept to the letter.
    const value = isSecretVariable(name) ? place.value : place.value.trim();
    if (value === '') continue;
    const origin = originOf(name, place);
    if (origin !== undefined) problems.setOrigin(name, origin);
    const target = secretFileVariables.get(name);
    const text = target === undefined ? value : problems.attempt(name, () => readNamedFile(value, directory).replace(/(\r?\n)+$/, ''));
    if (text === '') problems.add(name, 'names an empty file', 'Write the secret into the file.');
    if (target !== undefined) problems.setOrigin(target, origin ?? name);
    if (text) texts.set(target ?? name, text);
  }
  return texts;
}

function originOf(name: string, { writtenAs, file }: PlacedValue): string | undefined {
  if (file === undefined) return writtenAs === name ? undefined : writtenAs;
  return writtenAs === name ? `in ${file}` : `${writtenAs} in ${file}`;
}
