import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { decodeEnvFile, parseEnvFile, prefixOf, translateOktaNames } from '@fanlight/signin/settings';
import { overlay, setupVariables, type SetupValues } from './setup-values.js';

export interface EnvFiles {
  /** The text of .env; undefined: there is none. */
  readonly text: string | undefined;
  /** Every value of .env. */
  readonly values: Readonly<Record<string, string>>;
  /** The same for one connection: its own by their ordinary names, in place of the default one's. */
  readonly own: Readonly<Record<string, string>>;
  /** What setup would ask, as .env and .okta.env answer it. */
  readonly answers: SetupValues;
  /** The file that Okta's samples and command line left was used. */
  readonly isImported: boolean;
}

/**
 * Reads .env and .okta.env of a folder, for the default connection or for another.
 *
 * @throws SettingRefused for UTF-16; the error of the file system, but for files that are not there
 */
export function readEnvFiles(directory: string, connection?: string): EnvFiles {
  const [text, sampleText] = ['.env', '.okta.env'].map((name) => {
    const path = join(directory, name);
    return existsSync(path) ? decodeEnvFile(readFileSync(path)) : undefined;
  });
  const values = valuesIn(text, false);
  if (connection !== undefined) {
    const prefix = prefixOf(connection);
    const own = Object.entries(values).flatMap(([name, value]) => {
      if (name.startsWith(prefix)) return [[name.slice(prefix.length), value] as const];
      return isOfProvider(name) || /^CONNECTIONS?(?:_|$)/.test(name) ? [] : [[name, value] as const];
    });
    return { text, values, own: Object.fromEntries(own), answers: pick(Object.fromEntries(own)), isImported: false };
  }
  const sample = pick(valuesIn(sampleText, true));
  const own = pick(values);
  const isImported = own.OKTA_ORG_URL === undefined && own.OIDC_ISSUER === undefined && Object.keys(sample).length > 0;
  return { text, values, own: values, answers: isImported ? overlay(sample, own) : own, isImported };
}

function valuesIn(text = '', isOktaFile: boolean): Readonly<Record<string, string>> {
  const translated = translateOktaNames(parseEnvFile(text).values, isOktaFile);
  return Object.fromEntries([...translated].flatMap(([name, { value }]) => (value === '' ? [] : [[name, value]])));
}

function pick(values: Readonly<Record<string, string>>): SetupValues {
  return Object.fromEntries(setupVariables.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
}

/** Whether a variable is one connection's: others have it with their name in front. */
export function isOfProvider(name: string): boolean {
  return /^(?:OIDC|OKTA)_/.test(name);
}

/**
 * Writes a file that holds a secret, readable by its owner alone, whole or not at all: beside it first, then in its place.
 *
 * @throws the error of the file system
 */
export function writePrivateFile(path: string, text: string): void {
  // A link is followed, so that it stays one.
  const target = existsSync(path) ? realpathSync(path) : path;
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    rmSync(draft, { force: true });
    writeFileSync(draft, text, { flag: 'wx', mode: 0o600, flush: true });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
