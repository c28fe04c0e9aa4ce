// Lets Node run the TypeScript of src/, packages/ and examples/ as it stands: `node --import ./tools/typescript.mjs examples/start.ts spa`.
import './node-version.mjs';
import * as module from 'node:module';

// registerHooks came with Node 22.15; register, which it replaces, does the same in a thread of its own.
if (module.registerHooks === undefined) module.register('./typescript-hooks.mjs', import.meta.url);
else module.registerHooks(await import('./typescript-hooks.mjs'));
