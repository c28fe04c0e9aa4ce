import type Handlebars from 'handlebars';
import { TemplateCompiler } from './template-compiler.js';
import type { Templates } from './templates.js';
import { ViewError } from './view-error.js';
import { digest, inlinePartials, type Sources, type ViewSources } from './view-files.js';

/** Throws ViewError for a view that Handlebars refuses. */
export function compileViews({ partials, layout, pages }: Sources): Templates {
  const compiler = new TemplateCompiler();
  const compile = (views: ViewSources): Map<string, Handlebars.TemplateDelegate> =>
    new Map([...views].map(([name, source]) => [name, compiler.compile(inlinePartials(source, partials))]));
  const called = compile(partials);
  compiler.environment.registerPartial(Object.fromEntries(called));
  const templates = { layout: compiler.compile(inlinePartials(layout, partials)), pages: compile(pages) };
  compileNow([['layout', templates.layout], ...called, ...templates.pages]);
  return templates;
}

/** The text of a CommonJS module that exports BuiltViews. Throws as `compileViews`. */
export function buildViews(sources: Sources): string {
  compileViews(sources);
  const { partials, layout, pages } = sources;
  const compiler = new TemplateCompiler();
  const one = (source: string): string => compiler.precompile(inlinePartials(source, partials));
  const all = (views: ViewSources): string =>
    `{${[...views].map(([name, source]) => `${JSON.stringify(name)}: ${one(source)}`).join(',\n')}}`;
  const exported = { digest: JSON.stringify(digest(sources)), partials: all(partials), layout: one(layout), pages: all(pages) };
  return Object.entries(exported)
    .map(([name, value]) => `exports.${name} = ${value};\n`)
    .join('');
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
