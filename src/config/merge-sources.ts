import { replacedByOtherProvider } from './other-provider.js';
import type { ProblemList } from './problem-list.js';
import { isSecretVariable, readSecretFile, secretFileVariables } from './secret-variables.js';
import type { SettingSource } from './setting-sources.js';
import type { SettingWarning } from './settings.js';

interface Placed {
  readonly value: string;
  readonly writtenAs: string;
  readonly file: string | undefined;
}

/**
 * Lays the sources over each other, weakest first. An empty value unsets what a weaker source says.
 *
 * A source that names another provider than a weaker one replaces all of it (other-provider.ts).
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
  const weaker = (name: string): string | undefined => placed.get(name)?.value;
  const stronger = (name: string): string | undefined => source.values.get(name)?.value;
  const dropped = replacedByOtherProvider(weaker, stronger).filter((name) => weaker(name) && stronger(name) === undefined);
  for (const name of dropped) {
    const { writtenAs, file } = placed.get(name) ?? { writtenAs: name, file: undefined };
    warnings.push({
      setting: writtenAs,
      message: `in ${file} is not used: ${source.file ?? 'the environment'} names the provider otherwise`,
    });
    placed.delete(name);
  }
}

function resolveFiles(placed: ReadonlyMap<string, Placed>, directory: string, problems: ProblemList): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, place] of placed) {
    // A secret is kept to the letter.
    const value = isSecretVariable(name) ? place.value : place.value.trim();
    if (value === '') continue;
    const origin = originOf(name, place);
    if (origin !== undefined) problems.setOrigin(name, origin);
    const target = secretFileVariables.get(name);
    const text = target === undefined ? value : readSecretFile(name, value, directory, problems);
    if (target !== undefined) problems.setOrigin(target, origin ?? name);
    if (text !== undefined) texts.set(target ?? name, text);
  }
  return texts;
}

function originOf(name: string, { writtenAs, file }: Placed): string | undefined {
  if (file === undefined) return writtenAs === name ? undefined : writtenAs;
  return writtenAs === name ? `in ${file}` : `${writtenAs} in ${file}`;
}
