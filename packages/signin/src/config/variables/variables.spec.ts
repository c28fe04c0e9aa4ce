import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemList } from '../configuration-error.js';
import { managementVariables } from '../sources/unknown-names.js';
import { ownVariables } from './connection-variables.js';
import { readVariables, variables } from './variables.js';

const lines = readFileSync(join(import.meta.dirname, '../../../../../.env.example'), 'utf8').split('\n');
const entries = lines.flatMap((line, index) => {
  const [, name, value = ''] = /^# ([A-Z][A-Z0-9_]+)=(.*)$/.exec(line) ?? [];
  return name === undefined ? [] : [{ name, value, comment: lines[index - 1] ?? '' }];
});

describe('.env.example', () => {
  it('lists every variable that is read, and no other', () => {
    const ofConnections = Object.keys(ownVariables.shape).map((name) => `CONNECTION_ACME_${name}`);
    const all = [...Object.keys(variables.shape), ...managementVariables, ...ofConnections];
    expect(entries.map(({ name }) => name).sort()).toEqual(all.sort());
  });

  it('explains each variable in one comment line', () => {
    for (const { name, comment } of entries) expect({ name, comment }).toEqual({ name, comment: expect.stringMatching(/^# .{15,}/) });
  });

  it('sets nothing, so that a plain copy changes nothing', () => {
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });

  it('shows values that are accepted', () => {
    const problems = new ProblemList();
    readVariables(new Map(entries.filter(({ value }) => value !== '').map(({ name, value }) => [name, value])), problems);
    expect(problems.toError().problems).toEqual([]);
  });

  it('shows the default of each variable that has one', () => {
    const defaults = variables.parse({});
    // The default is to add nothing, which shows nobody how to write it.
    const shown = entries.filter(({ name, value }) => value !== '' && name !== 'OIDC_AUTHORIZE_PARAMS');
    const read = variables.parse(Object.fromEntries(shown.map(({ name, value }) => [name, value])));
    const withDefault = Object.keys(defaults).filter((name) => shown.some((entry) => entry.name === name));
    const pick = (from: Readonly<Record<string, unknown>>) => withDefault.map((name) => [name, from[name]]);
    expect(pick(read)).toEqual(pick(defaults));
    expect(withDefault).toContain('PORT');
  });
});
