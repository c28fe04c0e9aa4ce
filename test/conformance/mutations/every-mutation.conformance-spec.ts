import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fits, mutations, pathOf } from './every.mjs';

const root = join(import.meta.dirname, '../../..');

describe('Every mutation', () => {
  it('finds once in the source what it breaks', () => {
    const stale = mutations.filter((mutation) => !fits(mutation, root));
    expect(stale.map(({ breaks, file }) => `${breaks} (${file})`)).toEqual([]);
  });

  it('names tests that there are', () => {
    const specs = globSync('test/**/*-spec.ts', { cwd: root });
    const named = [...new Set(mutations.flatMap(({ tests }) => tests))].map(pathOf);
    expect(named.filter((path) => !specs.some((spec) => spec.startsWith(path)))).toEqual([]);
  });
});
