import type { NamedValue } from './okta-variables.js';

const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'];

/** These names are written in any case: where several are, lower case counts first, as with curl. */
export function proxyNamesInUpperCase(values: ReadonlyMap<string, NamedValue>): Map<string, NamedValue> {
  const renamed = new Map(values);
  for (const name of names) {
    const spellings = [...values].filter(([spelling]) => spelling.toUpperCase() === name);
    for (const [spelling] of spellings) renamed.delete(spelling);
    const [, found] = spellings.find(([spelling]) => spelling === name.toLowerCase()) ?? spellings[0] ?? [];
    if (found !== undefined) renamed.set(name, found);
  }
  return renamed;
}
