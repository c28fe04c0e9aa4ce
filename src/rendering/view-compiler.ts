import type Handlebars from 'handlebars';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { escape } from './escape.js';
import { TemplateWriter } from './template-writer.js';
import { isSomething, type MakeTemplates, type Templates } from './templates.js';
import { ViewError } from './view-error.js';
import { digest, inlinePartials, type Sources } from './view-files.js';

/** Throws ViewError for a view that Handlebars cannot parse, or that uses what these views do without. */
export function compileViews(sources: Sources): Templates {
  const make = new Script(writeViews(sources)).runInThisContext() as MakeTemplates;
  return make(escape, isSomething);
}

/** The text of a CommonJS module that exports BuiltViews. Throws as `compileViews`. */
export function buildViews(sources: Sources): string {
  return `exports.digest = ${JSON.stringify(digest(sources))};\nexports.make = ${writeViews(sources)};\n`;
}

/** A JavaScript expression for MakeTemplates. */
function writeViews({ partials, layout, pages }: Sources): string {
  const whole = (name: string, source: string): hbs.AST.Program => naming(name, () => parse(inlinePartials(source, partials)));
  const called = new Map([...partials].map(([name, source]) => [name, whole(name, source)]));
  const write = (name: string, source: string): string => naming(name, () => new TemplateWriter(called).write(whole(name, source)));
  const written = [...pages].map(([name, source]) => `${JSON.stringify(name)}: ${write(name, source)}`);
  return `(escape, isSomething) => ({ layout: ${write('layout', layout)},\npages: { __proto__: null,\n${written.join(',\n')} } })`;
}

/** Loaded here: a start with views that the build has compiled goes without it. */
function parse(source: string): hbs.AST.Program {
  const handlebars = createRequire(import.meta.url)('handlebars') as typeof Handlebars;
  return handlebars.parse(source);
}

function naming<Result>(view: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof ViewError && error.cause !== undefined) throw error;
    throw new ViewError(`The view "${view}" does not compile: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
