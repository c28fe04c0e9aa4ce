import { join } from 'node:path';
import { Assets } from './assets.js';
import { builtTemplates } from './built-views.js';
import type { PageContexts, PageName } from './page-contexts.js';
import type { Shell } from './shell.js';
import type { Templates } from './templates.js';
import { compileViews } from './view-compiler.js';
import { ViewError } from './view-error.js';
import { fingerprint, readSources } from './view-files.js';

export interface ViewsOptions {
  /** Folder with layouts/, partials/ and pages/. */
  readonly views: string;
  /** Folder of the static files. */
  readonly assets: string;
  /** Take up changed files without a restart. Off in production, where a render must not touch the disk. */
  readonly reload: boolean;
  /** Where the build has put the views that it compiled. Default: beside the bundle. Not used with `reload`. */
  readonly built?: string;
}

interface Compiled extends Templates {
  readonly assets: Assets;
  /** Empty where nothing is taken up. */
  readonly fingerprint: string;
}

/** Handlebars pages in their layout, compiled once: by the build, or here where the views are not those that it compiled. */
export class Views {
  #compiled: Compiled;

  constructor(private readonly options: ViewsOptions) {
    this.#compiled = this.#compile();
  }

  get assets(): Assets {
    return this.#compiled.assets;
  }

  /** True when a rendered page may be kept for as long as the process lives. */
  get fixed(): boolean {
    return !this.options.reload;
  }

  /**
   * Renders views/pages/{page}.hbs in the layout and returns the whole HTML document.
   * Views reach the shell from any depth: `@base`, `@assets`, `@csrf`, `@person`. Throws ViewError for a page that does not exist.
   */
  render<Page extends PageName>(page: Page, context: PageContexts[Page], shell: Shell): string {
    if (this.options.reload && fingerprint(this.#folders) !== this.#compiled.fingerprint) this.#compiled = this.#compile();
    const { layout, pages, assets } = this.#compiled;
    const template = pages[page];
    if (template === undefined) throw new ViewError(`There is no view "${page}" in ${join(this.options.views, 'pages')}`);
    const data = { base: shell.base, assets: assets.address(shell.base), csrf: shell.csrf, person: shell.person };
    return layout({ title: shell.title, body: template(context, data) }, data);
  }

  get #folders(): readonly string[] {
    return [...['layouts', 'partials', 'pages'].map((folder) => join(this.options.views, folder)), this.options.assets];
  }

  #compile(): Compiled {
    const { views, assets, reload, built } = this.options;
    const sources = readSources(views);
    return {
      ...((reload ? undefined : builtTemplates(sources, built)) ?? compileViews(sources)),
      assets: Assets.from(assets),
      fingerprint: reload ? fingerprint(this.#folders) : '',
    };
  }
}
