import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { changedAt, installWhenMissing } from '../../tools/install.mjs';
import { project } from './contestants.mjs';

const bench = join(project, 'bench');

/** Installs the peers and builds what is measured, where that has not happened since the last change. */
export function prepare() {
  for (const folder of [bench, join(project, 'test/servers')]) {
    if (!installWhenMissing(folder)) throw new Error(`npm ci failed in ${folder}`);
  }
  compileNestPeer();
  const sources = readdirSync(join(project, 'src'), { recursive: true }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
  );
  const built = changedAt(join(project, 'dist/bundle/main.js'));
  if (sources.some((file) => changedAt(join(project, 'src', file)) > built))
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: project, stdio: 'inherit' });
}

function compileNestPeer() {
  const source = readFileSync(join(bench, 'peers/nest/main.ts'), 'utf8');
  const compilerOptions = {
    target: 'es2023',
    module: 'esnext',
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    esModuleInterop: true,
  };
  mkdirSync(join(bench, '.built/nest'), { recursive: true });
  writeFileSync(join(bench, '.built/nest/main.mjs'), ts.transpileModule(source, { compilerOptions }).outputText);
}
