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
  const layout = readViews(join(views, 'layouts')).get('page');
  if (layout === undefined) throw new ViewError(`There is no view "page" in ${join(views, 'layouts')}`);
  return { partials: readViews(join(views, 'partials')), layout, pages: readViews(join(views, 'pages')) };
}

function readViews(folder: string): ViewSources {
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
