// Puts dist/main.js and all that it imports into one file under dist/bundle: a start reads that instead of two thousand.
import { isAscii } from 'node:buffer';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build, transform } from 'esbuild';

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

/** What is imported of Node as constants: left to the bundler, each use in CommonJS asks a getter. */
const builtins = {
  name: 'parts of Node',
  setup(bundle) {
    bundle.onResolve({ filter: /^[a-z]/ }, ({ path, kind }) =>
      kind === 'import-statement' && isBuiltin(path) ? { path, namespace: 'builtin', sideEffects: false } : undefined,
    );
    bundle.onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path)).filter((name) => name !== 'default' && /^[a-z]\w*$/i.test(name));
      const constants = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => builtin.${name})();`);
      return { contents: [`const builtin = require(${JSON.stringify(path)});`, 'export default builtin;', ...constants].join('\n') };
    });
  },
};

/** Nest makes its loggers' date formats when it is loaded, and the first use of Intl takes 12 ms of a start; lines are written by another logger. */
const laterIntl = {
  name: 'date formats when they are used',
  setup(bundle) {
    bundle.onLoad({ filter: /@nestjs\/common\/services\/(console-)?logger\.service\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace(
        /const dateTimeFormatter = (new Intl\.DateTimeFormat\(.+?\));/s,
        'const dateTimeFormatter = { format: (date) => $1.format(date) };',
      );
      if (contents === text) throw new Error(`${path} makes no date format: this plugin is not needed any more`);
      return { contents };
    });
  },
};

/** A file of its own, which production never reads. */
const embeddedOkta = {
  name: 'embedded provider',
  setup(bundle) {
    bundle.onResolve({ filter: /\/embedded-okta\/start\.js$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './embedded-okta.cjs', external: true },
    );
  },
};

const options = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  // keepNames names each closure anew whenever it is made: a page would cost a third more. Classes keep theirs without it.
  keepNames: false,
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
};

rmSync(outdir, { recursive: true, force: true });
await build({ ...options, entryPoints: [join(dist, 'bundled-main.js')], outfile: join(outdir, 'main.js'), format: 'esm' });
// CommonJS: V8 keeps the code of scripts after they have run, and Node's http as an ES module loads all of fetch.
await build({
  ...options,
  entryPoints: { application: join(dist, 'main.js'), 'embedded-okta': join(dist, 'embedded-okta/start.js') },
  outdir,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  plugins: [builtins, laterIntl, embeddedOkta, optional],
  // What is optional may be either kind of module: require loads both.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'moduleUrl', 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
  // Modules are strict, and stay so in a script.
  banner: { js: "'use strict';\nconst moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
});
await leaveAscii(join(outdir, 'application.cjs'));

/** The bundler writes code in ASCII, but for a few templates, and comments as they are. A text in ASCII is read in half the time and memory. */
async function leaveAscii(file) {
  const text = readFileSync(file, 'utf8');
  const { code } = await transform(text, { minifyWhitespace: true, legalComments: 'none' });
  if (isAscii(Buffer.from(code))) writeFileSync(file, text.replace(/[^\0-\x7f]/g, '?'));
}
