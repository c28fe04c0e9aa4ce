import Handlebars from 'handlebars';
import { ViewError } from './view-error.js';

/**
 * Handlebars with the three helpers that the views use, without what makes its own slow: they keep @index, @key and the like, which
 * no view reads, and look each name up with a guard against prototypes, which only matters where others choose the names.
 */
export function templateEnvironment(): typeof Handlebars {
  const environment = Handlebars.create();
  for (const name of Object.keys(environment.helpers)) environment.unregisterHelper(name);
  environment.registerHelper({ if: ifHelper, unless: unlessHelper, each: eachHelper });
  withCompiler(environment).JavaScriptCompiler = DirectLookup;
  return environment;
}

/** Its own helpers that are not there: a view that uses one is refused at start. */
const without = { with: false, lookup: false, log: false, helperMissing: false, blockHelperMissing: false };
export const compileOptions: Parameters<typeof Handlebars.compile>[1] = {
  knownHelpersOnly: true,
  knownHelpers: without,
  preventIndent: true,
};

/** Answers `source`. Throws ViewError where it reads what `each` does not keep. */
export function refuseFrames(source: string): string {
  const [, name] = /\{\{[^}]*(@(?:index|key|first|last))\b/.exec(source) ?? [];
  if (name !== undefined) throw new ViewError(`{{#each}} of these views has no ${name}: let the page's context say it.`);
  return source;
}

/** What turns a template into a function: the library's documented place to change that, missing in its types. */
interface TemplateCompiler {
  nameLookup(parent: string, name: string): string[];
}
type CompilerOwner = { JavaScriptCompiler: new () => TemplateCompiler };

function withCompiler(environment: typeof Handlebars): CompilerOwner {
  return environment as unknown as CompilerOwner;
}

class DirectLookup extends withCompiler(Handlebars).JavaScriptCompiler {
  /** The class for the blocks inside a template. */
  readonly compiler = DirectLookup;

  override nameLookup(parent: string, name: string): string[] {
    return [parent, '[', JSON.stringify(name), ']'];
  }
}

/** As Handlebars has it: an empty list is nothing. */
function isSomething(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function ifHelper(this: unknown, value: unknown, { fn, inverse }: Handlebars.HelperOptions): string {
  return isSomething(value) ? fn(this) : inverse(this);
}

function unlessHelper(this: unknown, value: unknown, { fn, inverse }: Handlebars.HelperOptions): string {
  return isSomething(value) ? inverse(this) : fn(this);
}

function eachHelper(this: unknown, list: readonly unknown[] | undefined, { fn, inverse }: Handlebars.HelperOptions): string {
  if (!isSomething(list)) return inverse(this);
  let html = '';
  for (const item of list ?? []) html += fn(item);
  return html;
}
