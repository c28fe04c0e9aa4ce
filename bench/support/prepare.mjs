import { execFileSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { installWhenMissing } from '../../tools/install.mjs';
import { project } from './contestants.mjs';

const bench = join(project, 'bench');

/** Installs the peers and builds what is measured, where that has not happened since the last change. */
export function prepare() {
  for (const folder of [bench, join(project, 'test/servers')]) {
    // A link leads to an installation that others use too: npm ci would empty it.
    if (lstatSync(join(folder, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) continue;
    if (!installWhenMissing(folder)) throw new Error(`npm ci failed in ${folder}`);
  }
  compile('bench/peers/nest/main.ts', 'bench/.built/nest/main.mjs');
  execFileSync(process.execPath, ['tools/build.mjs'], { cwd: project, stdio: 'inherit' });
  compile('bench/product/main.ts', 'dist/bench/main.js');
  for (const file of readdirSync(join(bench, 'hosts'))) compile(`bench/hosts/${file}`, `bench/.built/hosts/${file.replace('.ts', '.mjs')}`);
  for (const name of ['oidc', 'signin']) installPackage(name);
}

/** A copy: from its own place a package would find the Nest of the application beside the host's. */
function installPackage(name) {
  const target = join(bench, '.built/node_modules/@fanlight', name);
  rmSync(target, { recursive: true, force: true });
  for (const part of ['dist', 'package.json']) cpSync(join(project, 'packages', name, part), join(target, part), { recursive: true });
}

function compile(from, to) {
  const source = readFileSync(join(project, from), 'utf8');
  const compilerOptions = {
    target: 'es2023',
    module: 'esnext',
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    esModuleInterop: true,
  };
  mkdirSync(dirname(join(project, to)), { recursive: true });
  writeFileSync(join(project, to), ts.transpileModule(source, { compilerOptions }).outputText);
}
