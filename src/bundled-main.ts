// The entry of the bundle: application.cjs is main.ts with all that it imports.
import { createRequire, getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import { runWithKeptCode } from './kept-code.js';

const application = join(import.meta.dirname, 'application.cjs');
const directory = getCompileCacheDir();

// Source maps are found for what Node itself has loaded.
if (directory === undefined || process.sourceMapsEnabled) createRequire(import.meta.url)(application);
else {
  const { exports, keep } = runWithKeptCode(application, join(directory, 'application'));
  await (exports as { readonly started: Promise<void> }).started;
  keep();
}
