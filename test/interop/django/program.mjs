// django-oauth-toolkit from PyPI, installed once per version and kept outside the checkout.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kept } from '../machine-cache.mjs';

const requirements = join(import.meta.dirname, 'server/requirements.txt');
/** For one of the programs. */
const timeoutMs = 300_000;

/** @returns {string | undefined} the folder in which Python finds it, after an installation where it is missing; undefined: it cannot be had */
export function djangoLibraries() {
  const text = readFileSync(requirements, 'utf8');
  const name = `django-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  const pip = (folder) => ['-m', 'pip', 'install', '--quiet', '--target', join(folder, name), '-r', requirements];
  return kept(name, (folder) => spawnSync('python3', pip(folder), { stdio: 'ignore', timeout: timeoutMs }).status === 0);
}

/** @returns {string} the version that is installed */
export function djangoVersion() {
  return /django-oauth-toolkit==(\S+)/.exec(readFileSync(requirements, 'utf8'))?.[1] ?? '';
}
