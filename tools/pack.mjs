// Packs the packages as a publish would: JavaScript and declarations built anew, one tarball each.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, clean } from './build.mjs';

const root = join(import.meta.dirname, '..');
const artifacts = join(root, 'artifacts');

/**
 * Empties the folder `tarballs` and packs every package into it. Ends the process, with what the tool said, when one cannot be packed.
 * @returns {Promise<{ file: string, manifest: Record<string, any>, said: Record<string, any> }[]>} `said`: what npm pack says of it
 */
export async function packAll(tarballs) {
  clean();
  if (!(await build())) process.exit(1);
  declareTypes();
  rmSync(tarballs, { recursive: true, force: true });
  mkdirSync(tarballs, { recursive: true });
  return readdirSync(join(root, 'packages')).map((name) => {
    const folder = join(root, 'packages', name);
    const [said] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', tarballs], folder));
    return { file: join(tarballs, said.filename), manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')), said };
  });
}

/** One program for all packages, since they import each other's sources; what it says of each goes beside its JavaScript. */
function declareTypes() {
  const types = join(artifacts, 'types');
  rmSync(types, { recursive: true, force: true });
  mkdirSync(artifacts, { recursive: true });
  const project = join(artifacts, 'tsconfig.types.json');
  const options = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    sourceMap: false,
    rootDir: root,
    outDir: types,
    types: ['node'],
  };
  const [include, exclude] = [[`${root}/packages/*/src`], [`${root}/packages/*/src/**/*.spec.ts`]];
  writeFileSync(project, JSON.stringify({ extends: '../tsconfig.json', compilerOptions: options, include, exclude }));
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project]);
  for (const name of readdirSync(join(root, 'packages')))
    cpSync(join(types, 'packages', name, 'src'), join(root, 'packages', name, 'dist'), { recursive: true });
}

/** Runs a program and returns what it prints. Ends the process, with what it said, when it fails. */
export function run(program, options, cwd = root) {
  // On Windows npm is a script, which only a shell runs.
  const { status, stdout, stderr } = spawnSync(program, options, {
    cwd,
    encoding: 'utf8',
    shell: program === 'npm' && process.platform === 'win32',
  });
  if (status === 0) return stdout;
  console.error(`${program} ${options.join(' ')}\n${stdout}${stderr}`);
  return process.exit(1);
}
