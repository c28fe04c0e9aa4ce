import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEnvFile, parseEnvFile } from './env-file.js';
import { translateOktaNames, type NamedValue } from './okta-variables.js';
import type { ProblemList } from './problem-list.js';
import { proxyNamesInUpperCase } from './proxy-names.js';
import type { SettingWarning } from './settings.js';
import { isSecretVariable } from './secret-variables.js';
import { systemErrorCode } from './system-error.js';

export interface SettingSource {
  /** For people: `.env`; undefined for the environment of the process. */
  readonly file: string | undefined;
  readonly values: ReadonlyMap<string, NamedValue>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Weakest first: `.okta.env`, `.env`, the environment. A file that is not there is left out. */
export function readSources(
  env: Environment,
  directory: string | undefined,
  problems: ProblemList,
  warnings: SettingWarning[],
): SettingSource[] {
  const files = directory === undefined ? [] : ['.okta.env', '.env'].map((file) => readFileSource(directory, file, problems, warnings));
  const set = new Map(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return [
    ...files.filter((source) => source !== undefined),
    { file: undefined, values: proxyNamesInUpperCase(translateOktaNames(set, false)) },
  ];
}

function readFileSource(directory: string, file: string, problems: ProblemList, warnings: SettingWarning[]): SettingSource | undefined {
  const text = readIfThere(join(directory, file), file, problems);
  if (text === undefined) return undefined;
  const { values, notes } = parseEnvFile(text);
  for (const { line, name, kind, message } of notes) {
    // A comment after a port is what was meant; a secret cut at a # costs an afternoon.
    if (kind === 'cut' && !isSecretVariable(name ?? '')) continue;
    warnings.push({ setting: name ?? file, message: `${message} (line ${line} of ${file})` });
  }
  return { file, values: proxyNamesInUpperCase(translateOktaNames(values, file === '.okta.env')) };
}

function readIfThere(path: string, file: string, problems: ProblemList): string | undefined {
  try {
    const bytes = readFileSync(path);
    return problems.attempt(file, () => decodeEnvFile(bytes));
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT')
      problems.add(
        file,
        `cannot be read (${systemErrorCode(error)})`,
        'Make it a file that the user of the application may read, or remove it.',
      );
    return undefined;
  }
}
