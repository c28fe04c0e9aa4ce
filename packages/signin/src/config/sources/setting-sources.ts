import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProblemList } from '../configuration-error.js';
import { splitOktaIssuer } from '../provider/okta-address.js';
import { systemErrorCode } from '../system-error.js';
import { decodeEnvFile, noteTexts, parseEnvFile } from './env-file.js';

/** Variables that hold a secret, or a URL with a password. Each may also be given as NAME_FILE, the path of a file that holds it. */
const secretVariables = [
  ...['SESSION_SECRET', 'OIDC_CLIENT_SECRET', 'DATABASE_URL', 'SESSION_STORE_URL', 'METRICS_TOKEN', 'SCIM_TOKEN'],
  ...['OTEL_EXPORTER_OTLP_HEADERS', 'HTTPS_PROXY', 'HTTP_PROXY'],
  ...['OKTA_API_TOKEN', 'OKTA_API_OAUTH_TOKEN'],
];

/** The variable that each NAME_FILE stands for. */
export const secretFileVariables: ReadonlyMap<string, string> = new Map(secretVariables.map((name) => [`${name}_FILE`, name]));

export function isSecretVariable(name: string): boolean {
  // Of the default connection, or of another.
  return secretVariables.some((secret) => name === secret || (name.startsWith('CONNECTION_') && name.endsWith(`_${secret}`)));
}

export interface NamedValue {
  readonly value: string;
  /** The variable as it is written in its source. */
  readonly writtenAs: string;
}

export interface SettingSource {
  /** For people: `.env`; undefined for the environment of the process. */
  readonly file: string | undefined;
  readonly values: ReadonlyMap<string, NamedValue>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Weakest first: `.okta.env`, `.env`, the environment, the options of the module. A file that is not there is left out. */
export function readSources(
  env: Environment,
  directory: string | undefined,
  problems: ProblemList,
  options?: SettingSource['values'],
  /** Whether a line of `.env` that is odd deserves a warning, by the name that it sets. */
  isNoted: (name?: string) => boolean = () => true,
): SettingSource[] {
  const files =
    directory === undefined
      ? []
      : [readFileSource(directory, '.okta.env', problems, () => true), readFileSource(directory, '.env', problems, isNoted)];
  const set = new Map(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return [
    ...files.filter((source) => source !== undefined),
    { file: undefined, values: proxyNamesInUpperCase(translateOktaNames(set, false)) },
    ...(options === undefined ? [] : [{ file: 'SignInModule.forRoot()', values: options }]),
  ];
}

function readFileSource(
  directory: string,
  file: string,
  problems: ProblemList,
  isNoted: (name?: string) => boolean,
): SettingSource | undefined {
  const text = readIfThere(join(directory, file), file, problems);
  if (text === undefined) return undefined;
  const { values, notes } = parseEnvFile(text);
  for (const { line, name, kind } of notes) {
    if (!isNoted(name)) continue;
    // A comment after a port is what was meant; a secret cut at a # costs an afternoon.
    if (kind !== 'cut' || isSecretVariable(name ?? '')) problems.warn(name ?? file, `${noteTexts[kind]} (line ${line} of ${file})`);
  }
  return { file, values: proxyNamesInUpperCase(translateOktaNames(values, file === '.okta.env')) };
}

function readIfThere(path: string, file: string, problems: ProblemList): string | undefined {
  try {
    const bytes = readFileSync(path);
    return problems.attempt(file, () => decodeEnvFile(bytes));
  } catch (error) {
    const code = systemErrorCode(error);
    if (code !== 'ENOENT')
      problems.add(file, `cannot be read (${code})`, 'Make it a file that the user of the application may read, or remove it.');
    return undefined;
  }
}

/** Names that Okta's CLI, samples and SDKs use for what has another name here. */
const exportedNames = {
  orgUrl: undefined,
  issuer: 'OKTA_OAUTH2_ISSUER',
  clientId: 'OKTA_OAUTH2_CLIENT_ID',
  clientSecret: 'OKTA_OAUTH2_CLIENT_SECRET',
};
/** Too general for the environment of a machine: read from .okta.env only. */
const sampleNames = { orgUrl: 'ORG_URL', issuer: 'ISSUER', clientId: 'CLIENT_ID', clientSecret: 'CLIENT_SECRET' };

/**
 * Translates Okta's names into ours. A value under our own name wins over one under Okta's.
 *
 * @param isOktaFile True for .okta.env, where the samples' short names (ORG_URL, CLIENT_ID …) count as well.
 */
export function translateOktaNames(values: ReadonlyMap<string, string>, isOktaFile: boolean): Map<string, NamedValue> {
  const families = isOktaFile ? [exportedNames, sampleNames] : [exportedNames];
  const theirs = new Set(families.flatMap((family) => Object.values<string | undefined>(family)));
  const named = new Map<string, NamedValue>();
  const add = (name: string, writtenAs: string | undefined, read = (value: string) => value): void => {
    const value = values.get(writtenAs ?? '');
    if (writtenAs !== undefined && value && !named.has(name)) named.set(name, { value: read(value), writtenAs });
  };
  for (const [name, value] of values) if (!theirs.has(name)) named.set(name, { value, writtenAs: name });
  for (const { orgUrl, issuer, clientId, clientSecret } of families) {
    add('OKTA_ORG_URL', orgUrl);
    add('OKTA_ORG_URL', issuer, (value) => splitOktaIssuer(value).orgUrl);
    add('OKTA_AUTH_SERVER', issuer, (value) => splitOktaIssuer(value).authServer);
    add('OIDC_CLIENT_ID', clientId);
    add('OIDC_CLIENT_SECRET', clientSecret);
  }
  return named;
}

/** These names are written in any case: where several are, lower case counts first, as with curl. */
function proxyNamesInUpperCase(values: ReadonlyMap<string, NamedValue>): Map<string, NamedValue> {
  const renamed = new Map(values);
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY']) {
    const spellings = [...values].filter(([spelling]) => spelling.toUpperCase() === name);
    for (const [spelling] of spellings) renamed.delete(spelling);
    const [, found] = spellings.find(([spelling]) => spelling === name.toLowerCase()) ?? spellings[0] ?? [];
    if (found !== undefined) renamed.set(name, found);
  }
  return renamed;
}
