import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

/**
 * Runs `npm ci` in a folder that has a package.json of its own, unless what is installed there is newer than its lockfile.
 * Install scripts do not run.
 * @returns {boolean} false: the installation failed; npm has said why
 */
export function installWhenMissing(folder) {
  if (changedAt(join(folder, 'node_modules/.package-lock.json')) > changedAt(join(folder, 'package-lock.json'))) return true;
  console.log(`Installing ${relative(process.cwd(), folder) || basename(folder)} (once) ...`);
  return (
    spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      // On Windows npm is a script, which only a shell runs.
      shell: process.platform === 'win32',
    }).status === 0
  );
}

/** Milliseconds since the epoch; 0: there is no such file. */
export function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
