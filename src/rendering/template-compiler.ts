import type Handlebars from 'handlebars';
import { createRequire } from 'node:module';
import { templateEnvironment } from './template-environment.js';
import { ViewError } from './view-error.js';

/** Its own helpers that are not there: a view that uses one is refused. */
const without = { with: false, lookup: false, log: false, helperMissing: false, blockHelperMissing: false };
const options = { knownHelpersOnly: true, knownHelpers: without, preventIndent: true };

/** Turns the source of a view into a function, or into the text of one. */
export class TemplateCompiler {
  readonly environment: typeof Handlebars;

  constructor() {
    // Loaded here: a start with views that the build has compiled goes without it.
    const handlebars = createRequire(import.meta.url)('handlebars') as typeof Handlebars;
    this.environment = templateEnvironment(handlebars);
    const owner = this.environment as unknown as CompilerOwner;
    owner.JavaScriptCompiler = directLookup(owner.JavaScriptCompiler);
  }

  /** The template is compiled when it is first called, and throws Handlebars' error then. Throws ViewError as `refuseFrames`. */
  compile(source: string): Handlebars.TemplateDelegate {
    return this.environment.compile(refuseFrames(source), { ...options });
  }

  /** A JavaScript expression for what the runtime's `template` takes. Throws Handlebars' error, and ViewError as `refuseFrames`. */
  precompile(source: string): string {
    // Its types know of objects only.
    return this.environment.precompile(refuseFrames(source), { ...options }) as string;
  }
}

/** Answers `source`. Throws ViewError where it reads what `each` does not keep. */
function refuseFrames(source: string): string {
  const [, name] = /\{\{[^}]*(@(?:index|key|first|last))\b/.exec(source) ?? [];
  if (name !== undefined) throw new ViewError(`{{#each}} of these views has no ${name}: let the page's context say it.`);
  return source;
}

/** The library's documented place to change what a template becomes, missing in its types. */
interface JavaScriptCompiler {
  nameLookup(parent: string, name: string): string[];
}
type JavaScriptCompilerClass = new () => JavaScriptCompiler;
type CompilerOwner = { JavaScriptCompiler: JavaScriptCompilerClass };

/** Handlebars guards each lookup against prototypes, which costs time and only matters where others choose the names. */
function directLookup(parent: JavaScriptCompilerClass): JavaScriptCompilerClass {
  return class DirectLookup extends parent {
    /** The class for the blocks inside a template. */
    readonly compiler = DirectLookup;

    override nameLookup(object: string, name: string): string[] {
      return [object, '[', JSON.stringify(name), ']'];
    }
  };
}
