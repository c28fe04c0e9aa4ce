// First and alone: an older Node cannot load what the application imports, and would say so with a stack.
import '../tools/node-version.mjs';

const { start } = await import('./start.js');
await start();
