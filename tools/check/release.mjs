// Says what a publish of the packages would hold: builds them with their types, packs each, has publint and arethetypeswrong judge the
// tarballs, and installs all of them in an empty folder, where every entry is imported and required. The tarballs stay in artifacts/release.
import '../node-version.mjs';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, clean } from '../build.mjs';
import { installWhenMissing } from '../install.mjs';

const root = join(import.meta.dirname, '../..');
const artifacts = join(root, 'artifacts');
const tarballs = join(artifacts, 'release');
process.chdir(root);
if (!installWhenMissing(import.meta.dirname)) process.exit(1);
const { publint } = await import('publint');
const { formatMessage } = await import('publint/utils');
const { checkPackage, createPackageFromTarballData } = await import('@arethetypeswrong/core');

clean();
if (!(await build())) process.exit(1);
declareTypes();
rmSync(tarballs, { recursive: true, force: true });
mkdirSync(tarballs, { recursive: true });
const packed = readdirSync('packages').map(pack);
const complaints = (await Promise.all(packed.map(judge))).flat();
if (new Set(packed.flatMap(({ versions }) => versions)).size > 1)
  complaints.push('The packages have one version, and need each other in that version.');
complaints.push(...tryOut());
console.log(complaints.map((complaint) => `\n${complaint}`).join('') || '\nNothing stands in the way of a publish.');
process.exitCode = complaints.length === 0 ? 0 : 1;

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
  const [include, exclude] = [[`${root}/packages/*/src`], [`${root}/packages/*/src/**/*.spec.ts`, `${root}/packages/dev-okta/src/testing`]];
  writeFileSync(project, JSON.stringify({ extends: '../tsconfig.json', compilerOptions: options, include, exclude }));
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project]);
  for (const name of readdirSync('packages'))
    cpSync(join(types, 'packages', name, 'src'), join('packages', name, 'dist'), { recursive: true });
}

function pack(folder) {
  const [said] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', tarballs], join('packages', folder)));
  const file = join(tarballs, said.filename);
  const {
    version,
    dependencies = {},
    peerDependencies = {},
    exports,
  } = JSON.parse(readFileSync(join('packages', folder, 'package.json'), 'utf8'));
  const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'));
  console.log(`\n${said.id}: ${said.entryCount} files, ${kB(said.size)} packed, ${kB(said.unpackedSize)} unpacked`);
  console.log(`  entries       ${entries.map((entry) => join(said.name, entry)).join(', ')}`);
  console.log(`  dependencies  ${Object.keys(dependencies).join(', ')}`);
  console.log(`  peers         ${Object.keys(peerDependencies).join(', ') || 'none'}`);
  const siblings = Object.entries(dependencies).filter(([name]) => name.startsWith('@fanlight/'));
  const versions = [version, ...siblings.map(([, needed]) => needed)];
  return { name: said.name, versions, file, entries: entries.map((entry) => join(said.name, entry)) };
}

async function judge({ name, file }) {
  const tarball = readFileSync(file);
  const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(tarball).buffer }, strict: true });
  const { types, problems = [] } = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  return [
    ...(types === false ? [`${name} holds no types.`] : []),
    ...messages.map((message) => `${name}, publint: ${formatMessage(message, pkg)}`),
    // ES modules only: a CommonJS host requires them, which Node can do since 22.12.
    ...problems.filter(({ kind }) => kind !== 'CJSResolvesToESM').map((problem) => `${name}, types: ${JSON.stringify(problem)}`),
  ];
}

/** Each entry in a process of its own, imported and required, where nothing else of this repository is. */
function tryOut() {
  const folder = mkdtempSync(join(tmpdir(), 'fanlight-release-'));
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packed.map(({ file }) => file)], folder);
  const programs = packed.flatMap(({ entries }) => entries.flatMap((entry) => [`await import('${entry}')`, `require('${entry}')`]));
  const complaints = programs.flatMap((program) => {
    const type = program.startsWith('await') ? 'module' : 'commonjs';
    const { status, stderr } = spawnSync(process.execPath, [`--input-type=${type}`, '-e', program], { cwd: folder, encoding: 'utf8' });
    return status === 0 && stderr === '' ? [] : [`${program} from the tarballs: ${stderr}`];
  });
  rmSync(folder, { recursive: true });
  console.log(
    `\nInstalled in an empty folder: ${programs.length - complaints.length} of ${programs.length} entries load, imported and required.`,
  );
  return complaints;
}

function run(program, options, cwd = root) {
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

function kB(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
