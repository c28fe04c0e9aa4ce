// Says what a publish of the packages would hold: builds them with their types, packs each, has publint and arethetypeswrong judge the
// tarballs, and installs all of them in an empty folder, where every entry is imported and required. The tarballs stay in artifacts/release.
import '../node-version.mjs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installWhenMissing } from '../install.mjs';
import { packAll, run } from '../pack.mjs';

const root = join(import.meta.dirname, '../..');
process.chdir(root);
if (!installWhenMissing(import.meta.dirname)) process.exit(1);
const { publint } = await import('publint');
const { formatMessage } = await import('publint/utils');
const { checkPackage, createPackageFromTarballData } = await import('@arethetypeswrong/core');

const packed = (await packAll(join(root, 'artifacts/release'))).map(describe);
const complaints = (await Promise.all(packed.map(judge))).flat();
if (new Set(packed.flatMap(({ versions }) => versions)).size > 1)
  complaints.push('The packages have one version, and need each other in that version.');
complaints.push(...tryOut());
console.log(complaints.map((complaint) => `\n${complaint}`).join('') || '\nNothing stands in the way of a publish.');
process.exitCode = complaints.length === 0 ? 0 : 1;

function describe({ file, manifest, said }) {
  const { name, version, dependencies = {}, peerDependencies = {}, exports } = manifest;
  const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'));
  console.log(`\n${said.id}: ${said.entryCount} files, ${kB(said.size)} packed, ${kB(said.unpackedSize)} unpacked`);
  console.log(`  entries       ${entries.map((entry) => join(name, entry)).join(', ')}`);
  console.log(`  dependencies  ${Object.keys(dependencies).join(', ')}`);
  console.log(`  peers         ${Object.keys(peerDependencies).join(', ') || 'none'}`);
  const siblings = Object.entries(dependencies).filter(([needed]) => needed.startsWith('@fanlight/'));
  const versions = [version, ...siblings.map(([, needed]) => needed)];
  return { name, versions, file, entries: entries.map((entry) => join(name, entry)) };
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

function kB(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
