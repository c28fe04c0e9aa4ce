import type Handlebars from 'handlebars';
import runtime from 'handlebars/runtime.js';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { templateEnvironment } from './template-environment.js';
import type { Templates } from './templates.js';
import { digest, type Sources } from './view-files.js';

type Specification = Parameters<typeof Handlebars.template>[0];

/** What the build writes: each view as the runtime takes it. */
export interface BuiltViews {
  /** Of what was compiled. */
  readonly digest: string;
  readonly partials: Readonly<Record<string, Specification>>;
  readonly layout: Specification;
  readonly pages: Readonly<Record<string, Specification>>;
}

/** Beside the bundle, and nowhere else: what runs from src/ or file by file compiles its views. */
const builtFile = fileURLToPath(new URL('./built-views.cjs', import.meta.url));

/** The templates that the build made of these sources. Undefined: it made none, or the views have changed since. */
export function builtTemplates(sources: Sources, file = builtFile): Templates | undefined {
  if (!existsSync(file)) return undefined;
  const built = createRequire(import.meta.url)(file) as BuiltViews;
  if (built.digest !== digest(sources)) return undefined;
  const environment = templateEnvironment(runtime);
  const functions = (views: BuiltViews['pages']): [string, Handlebars.TemplateDelegate][] =>
    Object.entries(views).map(([name, specification]) => [name, environment.template(specification)]);
  environment.registerPartial(Object.fromEntries(functions(built.partials)));
  return { layout: environment.template(built.layout), pages: new Map(functions(built.pages)) };
}
