import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const mostPackages = 150;
const welcome = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0']);
/** Old packages that say their licence in a way that npm no longer reads; both are MIT by their LICENSE or README. */
const unread: Readonly<Record<string, string>> = { 'passport-strategy': 'MIT', pause: 'MIT' };

interface Locked {
  readonly dev?: boolean;
  /** A folder of this project, such as a stand-in for a package. */
  readonly link?: boolean;
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { readonly packages: Readonly<Record<string, Locked>> };
const production = Object.entries(lock.packages)
  .filter(([path, { dev, link }]) => path !== '' && dev !== true && link !== true)
  .map(([path, locked]) => ({ name: path.replace(/^.*node_modules\//, ''), ...locked }));
const licenceOf = ({ name, license }: { readonly name: string; readonly license?: string }): string | undefined => license ?? unread[name];

describe('What is installed in production', () => {
  it(`stays below ${mostPackages} packages`, () => {
    expect(production.length).toBeLessThan(mostPackages);
  });

  it('is locked with the hash of every package', () => {
    expect(production.filter(({ integrity }) => integrity?.startsWith('sha512-') !== true).map(({ name }) => name)).toEqual([]);
  });

  it('has licences that ask for no more than naming them, and docs/licences.md names each', () => {
    expect(production.filter((locked) => !welcome.has(licenceOf(locked) ?? '')).map(({ name }) => name)).toEqual([]);
    const rows = [
      ...new Set(production.map((locked) => `| ${locked.name} | ${locked.version ?? ''} | ${licenceOf(locked) ?? ''} |`)),
    ].sort();
    const listed = readFileSync(join(root, 'docs/licences.md'), 'utf8').split('\n');
    expect(listed.filter((line) => /^\| [@a-z0-9]/.test(line))).toEqual(rows);
  });
});
