import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { escape } from './escape.js';
import { isSomething, type MakeTemplates, type Templates } from './templates.js';
import { digest, type Sources } from './view-files.js';

/** What the build writes. */
export interface BuiltViews {
  /** Of what was compiled. */
  readonly digest: string;
  readonly make: MakeTemplates;
}

/** Beside the bundle, and nowhere else: what runs from src/ or file by file compiles its views. */
const builtFile = fileURLToPath(new URL('./built-views.cjs', import.meta.url));

/** The templates that the build made of these sources. Undefined: it made none, or the views have changed since. */
export function builtTemplates(sources: Sources, file = builtFile): Templates | undefined {
  if (!existsSync(file)) return undefined;
  const built = createRequire(import.meta.url)(file) as BuiltViews;
  return built.digest === digest(sources) ? built.make(escape, isSomething) : undefined;
}
