import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

const extension = '.hbs';

/** The sources of one folder of views, by name without extension. */
export type ViewSources = ReadonlyMap<string, string>;

/**
 * Reads the views of a folder. Indentation is for the people who edit views, not for the wire: it is left out.
 * Throws Node's error when the folder cannot be read.
 */
export function readViews(folder: string): ViewSources {
  return new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith(extension))
      .map((file) => [basename(file, extension), readFileSync(join(folder, file), 'utf8').replace(/^[ \t]+/gm, '')]),
  );
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
