import type Handlebars from 'handlebars';
import { join } from 'node:path';
import { Assets } from './assets.js';
import type { PageContexts, PageName } from './page-contexts.js';
import type { Shell } from './shell.js';
import { compileOptions, refuseFrames, templateEnvironment } from './template-environment.js';
import { ViewError } from './view-error.js';
import { fingerprint, inlinePartials, readViews } from './view-files.js';

export interface ViewsOptions {
  /** Folder with layouts/, partials/ and pages/. */
  readonly views: string;
  /** Folder of the static files. */
  readonly assets: string;
  /** Take up changed files without a restart. Off in production, where a render must not touch the disk. */
  readonly reload: boolean;
}

interface Compiled {
  readonly layout: Handlebars.TemplateDelegate;
  readonly pages: ReadonlyMap<string, Handlebars.TemplateDelegate>;
  readonly assets: Assets;
  readonly fingerprint: string;
}

/** Handlebars pages in their layout, compiled once. */
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
    const template = pages.get(page);
    if (!template) throw new ViewError(`There is no view "${page}" in ${join(this.options.views, 'pages')}`);
    const data = { base: shell.base, assets: assets.address(shell.base), csrf: shell.csrf, person: shell.person };
    return layout({ title: shell.title, body: template(context, { data }) }, { data });
  }

  get #folders(): readonly string[] {
    return [...['layouts', 'partials', 'pages'].map((folder) => join(this.options.views, folder)), this.options.assets];
  }

  #compile(): Compiled {
    const handlebars = templateEnvironment();
    const folder = (name: string): string => join(this.options.views, name);
    const partials = readViews(folder('partials'));
    const compile = (source: string): Handlebars.TemplateDelegate =>
      handlebars.compile(inlinePartials(refuseFrames(source), partials), compileOptions);
    const called = new Map([...partials].map(([name, source]) => [name, compile(source)]));
    handlebars.registerPartial(Object.fromEntries(called));
    const layout = readViews(folder('layouts')).get('page');
    if (layout === undefined) throw new ViewError(`There is no view "page" in ${folder('layouts')}`);
    const compiled = {
      layout: compile(layout),
      pages: new Map([...readViews(folder('pages'))].map(([name, source]) => [name, compile(source)])),
      assets: Assets.from(this.options.assets),
      fingerprint: fingerprint(this.#folders),
    };
    compileNow([['layout', compiled.layout], ...called, ...compiled.pages]);
    return compiled;
  }
}

/** Handlebars compiles at the first render: that one is done here, so that a broken view fails the start and not a person's request. */
function compileNow(templates: readonly (readonly [name: string, template: Handlebars.TemplateDelegate])[]): void {
  for (const [name, template] of templates) {
    try {
      template({}, { data: {} });
    } catch (error) {
      throw new ViewError(`The view "${name}" does not compile: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}
