import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'okta-nest-signin');

/**
 * Keeps what takes minutes to get, once per machine and outside the checkout.
 * @param {string} name of what is kept, with its version
 * @param {(folder: string) => boolean} make puts it below an empty folder, under its name; false: it could not
 * @returns {string | undefined} where it is; undefined: it could not be made
 */
export function kept(name, make) {
  const path = join(cache, name);
  if (existsSync(path)) return path;
  const parts = join(cache, `${name}.parts-${process.pid}`);
  mkdirSync(parts, { recursive: true });
  const done = make(parts);
  // All or nothing: what is there is whole.
  if (done && !existsSync(path)) renameSync(join(parts, name), path);
  rmSync(parts, { recursive: true, force: true });
  return done ? path : undefined;
}
