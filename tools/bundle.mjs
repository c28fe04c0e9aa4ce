// Puts dist/main.js and all that it imports into a few files under dist/bundle: a start reads those instead of two thousand.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildViews } from '../dist/rendering/view-compiler.js';
import { readSources } from '../dist/rendering/view-files.js';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const outdir = join(dist, 'bundle');

/** What is not installed is optional to whoever imports it: they ask at run time. */
const optional = {
  name: 'optional packages',
  setup(bundle) {
    bundle.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...importing }) => {
      if (pluginData === optional) return undefined;
      const { errors, ...found } = await bundle.resolve(path, { ...importing, pluginData: optional });
      return errors.length > 0 ? { path, external: true } : found;
    });
  },
};

/** Imported as it stands, Node's http loads all of fetch, for the WebSocket that it exports too. */
const http = {
  name: 'http without fetch',
  setup(bundle) {
    bundle.onResolve({ filter: /^(node:)?http$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'http', namespace: 'builtin' } : undefined,
    );
    bundle.onLoad({ filter: /^http$/, namespace: 'builtin' }, () => ({ contents: "module.exports = process.getBuiltinModule('http');" }));
  },
};

rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: [join(dist, 'main.js')],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  // keepNames names each closure anew whenever it is made: a page would cost a third more. Classes keep theirs without it.
  keepNames: false,
  sourcemap: true,
  sourcesContent: false,
  // Packages in CommonJS ask for these.
  banner: {
    js: [
      "import { createRequire as requireFrom } from 'node:module';",
      'const require = requireFrom(import.meta.url);',
      'const { filename: __filename, dirname: __dirname } = import.meta;',
    ].join('\n'),
  },
  plugins: [http, optional],
  logLevel: 'warning',
});

writeFileSync(join(outdir, 'built-views.cjs'), buildViews(readSources(join(root, 'views'))));
