import type { ProblemList } from '../configuration-error.js';
import { defaultConnection } from '../settings.js';
import { connectionVariables, isConnectionVariable } from '../variables/connection-variables.js';
import type { NamedValue, SettingSource } from './setting-sources.js';
import { nearest } from './unknown-names.js';

/** What a connection's variables begin with: `CONNECTION_ACME_EU_` of `acme-eu`. */
export function prefixOf(id: string): string {
  return `CONNECTION_${id.toUpperCase().replaceAll('-', '_')}_`;
}

/** The part of each source that is about one connection, by the ordinary names. */
export function sourcesOf(id: string, ids: readonly string[], sources: readonly SettingSource[]): SettingSource[] {
  const prefix = prefixOf(id);
  return sources.map(({ file, values }) => {
    const own = [...values].filter(([name]) => ownerOf(name, ids) === id && isConnectionVariable(name.slice(prefix.length)));
    return { file, values: new Map(own.map(([name, named]) => [name.slice(prefix.length), unprefixed(name, named, prefix)])) };
  });
}

/** Refuses variables of a connection that CONNECTIONS does not name, and warns of those that no connection has. */
export function checkConnectionNames(ids: readonly string[], sources: readonly SettingSource[], problems: ProblemList): void {
  for (const { file, values } of sources) {
    for (const [name, { value }] of values) {
      if (!name.startsWith('CONNECTION_') || value === '') continue;
      const where = file === undefined ? '' : `in ${file} `;
      const owner = ownerOf(name, ids);
      const rest = owner === undefined ? undefined : name.slice(prefixOf(owner).length);
      if (owner === undefined && variableAtEndOf(name) !== undefined)
        problems.add(name, `${where}is of a connection that CONNECTIONS does not name`, `Add its id there: ${idsWith(name, ids)}`);
      else if (owner === defaultConnection && rest !== undefined && /^(OIDC|OKTA)_/.test(rest))
        problems.add(name, `${where}is of the connection that has its settings without a name in front`, `Write ${rest} instead.`);
      else if (owner !== undefined && rest !== undefined && !isConnectionVariable(rest)) {
        const meant = nearest(rest, Object.keys(connectionVariables.shape));
        const hint = meant === undefined ? '' : ` Did you mean ${prefixOf(owner)}${meant}?`;
        problems.warn(name, `${where}is not a setting of a connection and is ignored.${hint}`);
      }
    }
  }
}

/** The connection that a variable is of: where one's name begins another's, the one of which the rest is a variable, else the longer. */
function ownerOf(name: string, ids: readonly string[]): string | undefined {
  const candidates = ids.filter((id) => name.startsWith(prefixOf(id))).sort((a, b) => b.length - a.length);
  return candidates.find((id) => isConnectionVariable(name.slice(prefixOf(id).length))) ?? candidates[0];
}

function idsWith(name: string, ids: readonly string[]): string {
  const added = name.slice('CONNECTION_'.length, -(variableAtEndOf(name)?.length ?? 0) - 1).toLowerCase();
  return `CONNECTIONS=${[...ids.filter((id) => id !== defaultConnection), added.replaceAll('_', '-')].join(',')}`;
}

/** Others have variables that begin with CONNECTION_, too. */
function variableAtEndOf(name: string): string | undefined {
  const parts = name.split('_');
  const ends = parts.map((_, index) => parts.slice(index).join('_')).slice(2);
  return ends.find(isConnectionVariable);
}

function unprefixed(name: string, { value, writtenAs }: NamedValue, prefix: string): NamedValue {
  return { value, writtenAs: writtenAs === name ? name.slice(prefix.length) : writtenAs };
}
