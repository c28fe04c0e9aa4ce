import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ViewError } from './view-error.js';

const extension = '.hbs';

/** The sources of one folder of views, by name without extension. */
export type ViewSources = ReadonlyMap<string, string>;

/** All that a page is made of. */
export interface Sources {
  readonly partials: ViewSources;
  readonly layout: string;
  readonly pages: ViewSources;
}

/** Reads partials/, layouts/ and pages/ of the folder. Throws ViewError without a layout, Node's error when a file cannot be read. */
export function readSources(views: string): Sources {
  const partials = readViews(join(views, 'partials'));
  const layout = readViews(join(views, 'layouts')).get('page');
  if (layout === undefined) throw new ViewError(`There is no view "page" in ${join(views, 'layouts')}`);
  return { partials, layout, pages: readViews(join(views, 'pages')) };
}

/** The same for the same names with the same text, and for nothing else. */
export function digest({ partials, layout, pages }: Sources): string {
  const text = JSON.stringify([layout, ...[partials, pages].map((views) => [...views].sort(([a], [b]) => (a < b ? -1 : 1)))]);
  return createHash('sha256').update(text).digest('base64url');
}

/** Reads the views of a folder, made ready for the wire. Throws Node's error when the folder cannot be read. */
export function readViews(folder: string): ViewSources {
  return new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith(extension))
      .map((file) => [basename(file, extension), forTheWire(readFileSync(join(folder, file), 'utf8'))]),
  );
}

/**
 * Indentation is for the people who edit views. Characters beyond ASCII become references: one of them in a page makes Node
 * keep and encode all of it at two bytes a character, which costs more than the rendering.
 */
function forTheWire(source: string): string {
  return source
    .trim()
    .replace(/^[ \t]+/gm, '')
    .replace(/[^\0-\x7f]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/**
 * Puts the text of each partial that is called without arguments, `{{> name}}`, in the place of its call.
 * It sees the same context there, and costs nothing: a call costs about as much as ten values.
 * Throws ViewError for a partial that does not exist.
 */
export function inlinePartials(source: string, partials: ViewSources): string {
  return source.replace(/\{\{> ([\w-]+)\}\}/g, (_call, name: string) => {
    const partial = partials.get(name);
    if (partial === undefined) throw new ViewError(`There is no partial "${name}"`);
    return inlinePartials(partial, partials);
  });
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
