import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

const parts = [
  'package.json',
  'nest-cli.json',
  '.swcrc',
  'tsconfig.json',
  'tsconfig.build.json',
  'src',
  'views',
  'public',
  'tools/run.mjs',
  'tools/install.mjs',
  'tools/node-version.mjs',
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
  const isOurs = (path: string): boolean => basename(path) !== 'node_modules';
  for (const part of [...parts, ...more]) await cp(join(root, part), join(directory, part), { recursive: true, filter: isOurs });
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
