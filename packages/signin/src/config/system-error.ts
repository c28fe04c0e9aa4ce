import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
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
