import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SettingRefused } from './configuration-error.js';

/** The code of a failed file operation, such as `ENOENT`. Not by instanceof: a test runner's realm has an Error of its own. */
export function systemErrorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
}

/**
 * The text of the file that a setting names.
 *
 * @throws SettingRefused
 */
export function readNamedFile(path: string, directory: string): string {
  try {
    return readFileSync(resolve(directory, path), 'utf8');
  } catch (error) {
    throw new SettingRefused(
      `names a file that cannot be read (${systemErrorCode(error)})`,
      'Write the path of a file that the user of the application may read.',
    );
  }
}

/** Makes a folder that only this user reads, where there is none. Git is to keep out of a new one: it holds secrets and sessions. */
export function makePrivateFolder(folder: string): void {
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) writeFileSync(join(folder, '.gitignore'), '*\n');
}
