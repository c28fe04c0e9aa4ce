// Puts dist/main.js and all that it imports into a few files under dist/bundle: a start reads those instead of two thousand.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const dist = join(import.meta.dirname, '../dist');
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
  plugins: [optional],
  logLevel: 'warning',
});
