import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

const parts = [
  'package.json',
  'nest-cli.json',
  '.swcrc',
  'tsconfig.json',
  'tsconfig.build.json',
  'packages',
  'src',
  'views',
  'public',
  'tools/run.mjs',
  'tools/build.mjs',
  'tools/install.mjs',
  'tools/node-version.mjs',
  'tools/typescript.mjs',
  'tools/typescript-hooks.mjs',
];

export interface Checkout {
  readonly directory: string;
  remove(): Promise<void>;
}

/**
 * A copy of the project to start and to change: installed, nothing built, nothing configured.
 * @param more files and folders beside those that a start needs
 */
export async function makeCheckout(more: readonly string[] = []): Promise<Checkout> {
  const directory = await mkdtemp(join(tmpdir(), 'okta-nest-signin-checkout-'));
  const isOurs = (path: string): boolean => !['node_modules', 'dist'].includes(basename(path));
  for (const part of [...parts, ...more]) await cp(join(root, part), join(directory, part), { recursive: true, filter: isOurs });
  linkInstalled(directory);
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** What is installed here, for a copy of the project: the packages of the project itself are the copy's own. */
export function linkInstalled(directory: string): void {
  const installed = join(root, 'node_modules');
  mkdirSync(join(directory, 'node_modules'));
  for (const name of readdirSync(installed))
    if (name !== '@fanlight') symlinkSync(join(installed, name), join(directory, 'node_modules', name));
  symlinkSync('../packages', join(directory, 'node_modules/@fanlight'));
}
