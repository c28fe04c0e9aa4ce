// scim2-tester from PyPI, installed once per version and kept outside the checkout.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kept } from '../machine-cache.mjs';

const requirements = join(import.meta.dirname, 'requirements.txt');
const timeoutMs = 300_000;

/** @returns {string | undefined} the folder in which Python finds it, after an installation where it is missing; undefined: it cannot be had */
export function scim2Tester() {
  const { stdout, status } = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  // What is compiled is for one version of Python.
  const hash = createHash('sha256').update(readFileSync(requirements)).update(stdout).digest('hex').slice(0, 12);
  const name = `scim2-${hash}`;
  const pip = (folder) => ['-m', 'pip', 'install', '--quiet', '--only-binary=:all:', '--target', join(folder, name), '-r', requirements];
  return kept(name, (folder) => spawnSync('python3', pip(folder), { stdio: 'ignore', timeout: timeoutMs }).status === 0);
}
