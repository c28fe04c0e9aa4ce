import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

const extension = '.hbs';

/** A view that does not exist, or one that Handlebars refuses. */
export class ViewError extends Error {
  override readonly name = 'ViewError';
}

/**
 * Reads the views of a folder, by name without extension.
 * @throws Node's error when a file cannot be read.
 */
export function readViews(folder: string): Map<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith(extension));
  return new Map(files.map((file) => [basename(file, extension), readFileSync(join(folder, file), 'utf8').trim()]));
}

/** Changes when any file of the folders is added, removed or saved. */
export function fingerprint(folders: readonly string[]): string {
  return folders
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .map((path) => {
      const { mtimeMs, size } = statSync(path);
      return `${path}:${mtimeMs}:${size}`;
    })
    .join('\n');
}
