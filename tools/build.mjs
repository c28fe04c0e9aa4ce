// Builds what has changed, with swc, as `nest build` does. `node tools/build.mjs --clean` builds all of it anew.
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { changedAt } from './install.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const swc = join(root, 'node_modules/@swc/cli/bin/swc.js');
const command = [swc, 'src', '--out-dir', 'dist', '--strip-leading-paths', '--config-file', join(root, '.swcrc')];

/** The application, and the packages that are there: a production image has no packages/dev-okta. `built` is the file that tells when. */
export const projects = [
  { folder: root, built: join(root, 'dist/main.js') },
  ...readdirSync(join(root, 'packages')).map((name) => ({
    folder: join(root, 'packages', name),
    built: join(root, 'packages', name, 'dist/index.js'),
  })),
];

/** @returns {Promise<boolean>} false: one of them does not compile; the compiler has said why */
export async function build() {
  return (await Promise.all(projects.filter(isStale).map(compile))).every(Boolean);
}

/** Takes away what was built. */
export function clean() {
  for (const { built } of projects) rmSync(dirname(built), { recursive: true, force: true });
}

function isStale({ folder, built }) {
  const source = join(folder, 'src');
  // A production image has what was built, and no sources.
  if (!existsSync(source)) return false;
  const builtAt = changedAt(built);
  return readdirSync(source, { recursive: true }).some(
    (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && changedAt(join(source, file)) > builtAt,
  );
}

function compile({ folder }) {
  const compiler = spawn(process.execPath, command, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [compiler.stdout, compiler.stderr]) stream.on('data', (chunk) => said.push(chunk));
  return new Promise((resolve) => {
    compiler.once('close', (status) => {
      if (status !== 0) console.error(Buffer.concat(said).toString('utf8'));
      resolve(status === 0);
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--clean')) clean();
  if (!(await build())) process.exitCode = 1;
}
