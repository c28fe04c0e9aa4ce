import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Handlebars from 'handlebars';
import { Assets } from './assets.js';
import type { Shell } from '@fanlight/signin';
import type { PageContexts, PageName } from './page-contexts.js';

/** A view that does not exist, or one that Handlebars refuses. */
export class ViewError extends Error {
  override readonly name = 'ViewError';
}

interface ViewsOptions {
  /** Folder with layouts/, partials/ and pages/. */
  readonly views: string;
  /** Folder of the static files. */
  readonly assets: string;
  /** For development: each page is compiled anew, and a name that a view's context does not have is an error. */
  readonly reload: boolean;
}

/** Claims have names that the provider chooses: none of them may reach what every object inherits. */
const closedPrototypes = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };

/** Handlebars pages in their layout. All of them are read and parsed at start, so that a broken one shows then. */
export class Views {
  private readonly handlebars = Handlebars.create();
  private compiled: ReturnType<Views['compileAll']>;

  /** @throws ViewError for a view that Handlebars refuses. */
  constructor(private readonly options: ViewsOptions) {
    this.handlebars.registerHelper('code', withCode);
    this.compiled = this.compileAll();
  }

  get assets(): Assets {
    return this.compiled.assets;
  }

  /** Gives all views a helper, `{{name value}}`. What it returns is escaped unless it is a Handlebars.SafeString. */
  registerHelper(name: string, helper: Handlebars.HelperDelegate): void {
    this.handlebars.registerHelper(name, helper);
  }

  /**
   * Renders views/pages/{page}.hbs in the layout and returns the whole HTML document.
   * Views reach the shell from any depth: `@base`, `@assets`, `@person`.
   * @throws ViewError for a page that does not exist or cannot be rendered.
   */
  render<Page extends PageName>(page: Page, context: PageContexts[Page], { title, ...shell }: Omit<Shell, 'addresses'>): string {
    if (this.options.reload) this.compiled = this.compileAll();
    const { layout, pages, assets } = this.compiled;
    const template = pages.get(page);
    if (template === undefined) throw new ViewError(`There is no view "${page}" in ${join(this.options.views, 'pages')}`);
    const options = { ...closedPrototypes, data: { ...shell, assets: assets.address(shell.base) } };
    return nameView(page, 'be rendered', () => layout({ title, body: template(context, options) }, options));
  }

  private compileAll() {
    const { views, assets } = this.options;
    const partials = readViews(join(views, 'partials'));
    const layout = readViews(join(views, 'layouts')).get('page');
    if (layout === undefined) throw new ViewError(`There is no view "page" in ${join(views, 'layouts')}`);
    for (const name of Object.keys(this.handlebars.partials)) this.handlebars.unregisterPartial(name);
    for (const [name, source] of partials) this.handlebars.registerPartial(name, this.compile(name, source, partials));
    return {
      layout: this.compile('layout', layout, partials),
      pages: new Map([...readViews(join(views, 'pages'))].map(([name, source]) => [name, this.compile(name, source, partials)])),
      assets: new Assets(assets),
    };
  }

  private compile(name: string, source: string, partials: ReadonlyMap<string, unknown>): Handlebars.TemplateDelegate<object> {
    return nameView(name, 'be compiled', () => {
      const program = this.handlebars.parse(source);
      const names = new PartialNames();
      names.accept(program);
      const missing = names.called.find((partial) => !partials.has(partial) && !names.inline.has(partial));
      if (missing !== undefined) throw new ViewError(`There is no partial "${missing}"`);
      // Without preventIndent a partial's lines are indented as its call is, also inside of <pre>.
      return this.handlebars.compile<object>(program, { preventIndent: true, strict: this.options.reload });
    });
  }
}

/** What stands in `backticks` is code. */
function withCode(text: string): Handlebars.SafeString {
  const parts = text.split('`').map((part) => Handlebars.escapeExpression(part));
  return new Handlebars.SafeString(parts.map((part, index) => (index % 2 === 1 ? `<code>${part}</code>` : part)).join(''));
}

/** Collects which partials a view calls by a fixed name, and which it defines itself. `{{> (name)}}` is known only when it is rendered. */
class PartialNames extends Handlebars.Visitor {
  readonly called: string[] = [];
  readonly inline = new Set<string>();

  override PartialStatement({ name }: hbs.AST.PartialStatement): void {
    if (name.type === 'PathExpression' && !name.data) this.called.push(name.original);
  }

  override DecoratorBlock(block: hbs.AST.DecoratorBlock): void {
    for (const name of block.params) if (name.type === 'StringLiteral') this.inline.add((name as hbs.AST.StringLiteral).value);
    super.DecoratorBlock(block);
  }
}

/** The views of a folder, by name without extension. */
function readViews(folder: string): Map<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.hbs'));
  return new Map(files.map((file) => [basename(file, '.hbs'), readFileSync(join(folder, file), 'utf8').trim()]));
}

/** Says in which view an error is. */
function nameView<Result>(view: string, what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new ViewError(`The view "${view}" cannot ${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
