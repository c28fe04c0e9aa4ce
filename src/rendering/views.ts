import Handlebars from 'handlebars';
import { join } from 'node:path';
import { Assets } from './assets.js';
import type { PageContexts, PageName } from './page-contexts.js';
import type { Shell } from './shell.js';
import { ViewError } from './view-error.js';
import { fingerprint, readSources } from './view-files.js';

export interface ViewsOptions {
  /** Folder with layouts/, partials/ and pages/. */
  readonly views: string;
  /** Folder of the static files. */
  readonly assets: string;
  /** For development: changed files are taken up without a restart, and a name that a view's context does not have is an error. */
  readonly reload: boolean;
}

type Template = Handlebars.TemplateDelegate<object>;

interface Compiled {
  readonly layout: Template;
  readonly pages: ReadonlyMap<string, Template>;
  readonly assets: Assets;
  /** Empty without `reload`. */
  readonly fingerprint: string;
}

/** Handlebars pages in their layout. All of them are read and parsed at start, so that a broken one shows then. */
export class Views {
  readonly #handlebars = Handlebars.create();
  #compiled: Compiled;

  constructor(private readonly options: ViewsOptions) {
    this.#compiled = this.#compile();
  }

  get assets(): Assets {
    return this.#compiled.assets;
  }

  /** Gives all views a helper, `{{name value}}`. What it returns is escaped unless it is a Handlebars.SafeString. */
  registerHelper(name: string, helper: Handlebars.HelperDelegate): void {
    this.#handlebars.registerHelper(name, helper);
  }

  /**
   * Renders views/pages/{page}.hbs in the layout and returns the whole HTML document.
   * Views reach the shell from any depth: `@base`, `@assets`, `@person`.
   * Throws ViewError for a page that does not exist or cannot be rendered.
   */
  render<Page extends PageName>(page: Page, context: PageContexts[Page], shell: Shell): string {
    if (this.options.reload && fingerprint(this.#folders) !== this.#compiled.fingerprint) this.#compiled = this.#compile();
    const { layout, pages, assets } = this.#compiled;
    const template = pages.get(page);
    if (template === undefined) throw new ViewError(`There is no view "${page}" in ${join(this.options.views, 'pages')}`);
    const { title, ...shown } = shell;
    const data = { ...shown, assets: assets.address(shell.base) };
    return naming(page, 'be rendered', () => {
      const body = template(context, { ...closedPrototypes, data });
      return layout({ title, body }, { ...closedPrototypes, data });
    });
  }

  get #folders(): readonly string[] {
    return [...['layouts', 'partials', 'pages'].map((folder) => join(this.options.views, folder)), this.options.assets];
  }

  #compile(): Compiled {
    const { views, assets, reload } = this.options;
    const { partials, layout, pages } = readSources(views);
    for (const name of Object.keys(this.#handlebars.partials)) this.#handlebars.unregisterPartial(name);
    const compile = (name: string, source: string): Template =>
      naming(name, 'be compiled', () => {
        const program = this.#handlebars.parse(source);
        const missing = PartialNames.missing(program, partials);
        if (missing !== undefined) throw new ViewError(`There is no partial "${missing}"`);
        // Without preventIndent a partial's lines are indented as its call is, also inside of <pre>.
        return this.#handlebars.compile<object>(program, { preventIndent: true, strict: reload });
      });
    for (const [name, source] of partials) this.#handlebars.registerPartial(name, compile(name, source));
    return {
      layout: compile('layout', layout),
      pages: new Map([...pages].map(([name, source]) => [name, compile(name, source)])),
      assets: Assets.from(assets),
      fingerprint: reload ? fingerprint(this.#folders) : '',
    };
  }
}

/** Claims have names that the provider chooses: none of them may reach what every object inherits. */
const closedPrototypes = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };

/** Collects which partials a view calls by a fixed name, and which it defines itself. `{{> (name)}}` is known only when it is rendered. */
class PartialNames extends Handlebars.Visitor {
  readonly #called: string[] = [];
  readonly #inline = new Set<string>();

  static missing(program: hbs.AST.Program, partials: ReadonlyMap<string, unknown>): string | undefined {
    const names = new PartialNames();
    names.accept(program);
    return names.#called.find((name) => !partials.has(name) && !names.#inline.has(name));
  }

  override PartialStatement({ name }: hbs.AST.PartialStatement): void {
    if (name.type === 'PathExpression' && !name.data) this.#called.push(name.original);
  }

  override DecoratorBlock(block: hbs.AST.DecoratorBlock): void {
    for (const name of block.params) if (name.type === 'StringLiteral') this.#inline.add((name as hbs.AST.StringLiteral).value);
    super.DecoratorBlock(block);
  }
}

function naming<Result>(view: string, what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new ViewError(`The view "${view}" cannot ${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
