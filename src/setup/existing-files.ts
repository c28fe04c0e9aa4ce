import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEnvFile, parseEnvFile } from '../config/sources/env-file.js';
import { translateOktaNames } from '../config/sources/setting-sources.js';
import { systemErrorCode } from '../config/system-error.js';
import { overlay, setupVariables, type SetupValues } from './setup-values.js';

export interface ExistingFiles {
  /** The text of .env; undefined: there is none. */
  readonly text: string | undefined;
  /** Every value of .env. */
  readonly values: Readonly<Record<string, string>>;
  /** What setup would ask, as .env and .okta.env answer it. */
  readonly answers: SetupValues;
  /** The file that Okta's samples and command line left was used. */
  readonly imported: boolean;
}

/** Reads .env and .okta.env of a folder. @throws SettingRefused for UTF-16; the error of the file system, but for files that are not there */
export function readExistingFiles(directory: string): ExistingFiles {
  const text = readIfThere(join(directory, '.env'));
  const values = named(text ?? '', false);
  const sample = named(readIfThere(join(directory, '.okta.env')) ?? '', true);
  const own = pick(values);
  const imported = own.OKTA_ORG_URL === undefined && own.OIDC_ISSUER === undefined && Object.keys(pick(sample)).length > 0;
  return { text, values, answers: imported ? overlay(pick(sample), own) : own, imported };
}

function named(text: string, isOktaFile: boolean): Readonly<Record<string, string>> {
  const translated = translateOktaNames(parseEnvFile(text).values, isOktaFile);
  return Object.fromEntries([...translated].flatMap(([name, { value }]) => (value === '' ? [] : [[name, value]])));
}

function pick(values: Readonly<Record<string, string>>): SetupValues {
  return Object.fromEntries(setupVariables.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
}

function readIfThere(path: string): string | undefined {
  try {
    return decodeEnvFile(readFileSync(path));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
