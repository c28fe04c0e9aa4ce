import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const maxPackages = 180;
const welcome = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0']);
interface Locked {
  readonly dev?: boolean;
  /** For development, or for what a production package can do without: `npm ci --omit=dev --omit=optional`, as the image has it, leaves it out. */
  readonly devOptional?: boolean;
  /** A folder of this project, such as a stand-in for a package. */
  readonly link?: boolean;
  readonly version?: string;
  readonly integrity?: string;
}

/** The parts of CycloneDX 1.5 that are looked at. */
interface SoftwareList {
  readonly serialNumber: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly scope?: string;
  readonly hashes?: readonly { readonly alg: string }[];
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { readonly packages: Readonly<Record<string, Locked>> };
const production = Object.entries(lock.packages)
  .filter(([path, { dev, devOptional, link }]) => path.startsWith('node_modules/') && dev !== true && devOptional !== true && link !== true)
  .map(([path, locked]) => ({ name: path.replace(/^.*node_modules\//, ''), ...locked }));
const tool = (name: string, ...options: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [join(root, 'tools', name), ...options], { encoding: 'utf8' });

describe('What is installed in production', () => {
  it(`stays below ${maxPackages} packages`, () => {
    expect(production.length).toBeLessThan(maxPackages);
  });

  it('is locked with the hash of every package', () => {
    expect(production.filter(({ integrity }) => integrity?.startsWith('sha512-') !== true).map(({ name }) => name)).toEqual([]);
  });

  it('has licences that ask for no more than naming them', () => {
    const rows = readFileSync(join(root, 'docs/licences.md'), 'utf8').match(/^\| [@a-z0-9].*$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter((row) => !welcome.has(row.split(' | ')[2]?.replace(' |', '') ?? ''))).toEqual([]);
  });

  it('is named in docs/licences.md as the lockfile says', () => {
    expect(tool('licences.mjs', '--check')).toMatchObject({ stderr: '', status: 0 });
  });

  it('has a CycloneDX list with the licence, hash and address of each package', () => {
    const { stdout, status } = tool('sbom.mjs');
    expect(status).toBe(0);
    const list = JSON.parse(stdout) as SoftwareList;
    expect(list).toMatchObject({ bomFormat: 'CycloneDX', specVersion: expect.stringMatching(/^1\.[5-9]$/), version: 1 });
    expect(list.serialNumber).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(list.metadata.component.name).toBe('okta-nest-signin');
    const named = new Set(list.components.map(({ name, version }) => `${name}@${version}`));
    expect(production.map(({ name, version = '' }) => `${name}@${version}`).filter((one) => !named.has(one))).toEqual([]);
    const incomplete = list.components.filter(
      ({ purl, hashes = [], scope }) => !purl.startsWith('pkg:npm/') || hashes[0]?.alg !== 'SHA-512' || scope === undefined,
    );
    expect(incomplete).toEqual([]);
    // Whoever reads the list follows its references: each must lead somewhere.
    const references = new Set([list.metadata.component['bom-ref'], ...list.components.map((component) => component['bom-ref'])]);
    const led = list.dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]);
    expect(led.filter((reference) => !references.has(reference))).toEqual([]);
  });
});
