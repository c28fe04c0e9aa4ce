// Installs hosts as their teams would: `node test/hosts/prepare.mjs nest-12-express` packs our packages, and installs and compiles that
// host in a folder of its own outside this repository, where nothing but the registry and the tarballs can be found. It does so twice:
// as the host is, and in `without` as it was before sign-in came. What has not changed since is left as it is.
import '../../tools/node-version.mjs';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packAll } from '../../tools/pack.mjs';

const here = import.meta.dirname;
const root = join(here, '../..');
const sha = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Where the hosts of this checkout live. */
export const hostsFolder = join(tmpdir(), `fanlight-hosts-${sha(root)}`);

/** The folders whose files a host consists of, the later ones over the earlier ones. */
const parts = {
  'graphql-mercurius': ['every-host', 'graphql-apollo', 'graphql-mercurius'],
  'nest-11-fastify': ['every-host', 'nest-12-fastify', 'nest-11-fastify'],
  'nest-11-nodenext': ['every-host', 'nest-11-commonjs', 'nest-11-nodenext'],
  'sockets-nest-11': ['every-host', 'sockets-nest-12', 'sockets-nest-11'],
};

/** What a line of a host says of itself: it is what turns sign-in on, or what makes use of it. */
const installs = /\/\/ sign-in$/m;
const ours = /\/\/ (uses )?sign-in$/;

/** @returns {string[]} every host that there is */
export function everyHost() {
  return readdirSync(here).filter((name) => existsSync(join(here, name, 'package.json')));
}

/** @returns {string[]} the lines of a host that turn sign-in on */
export function linesAdded(name) {
  return [...filesOf(name).values()].flatMap((file) => readFileSync(file, 'utf8').split('\n')).filter((line) => installs.test(line));
}

/** Prepares the hosts that these files name. */
export async function prepareFor(files) {
  const texts = files.map((file) => readFileSync(join(root, file), 'utf8'));
  const complaints = await prepare(everyHost().filter((name) => texts.some((text) => text.includes(`'${name}'`))));
  for (const complaint of complaints) console.error(`\nThis host is not prepared. ${complaint}`);
}

/**
 * Installs and compiles hosts, as many at a time as there are processors.
 * @returns {Promise<string[]>} what went wrong, in the words of npm or of the compiler
 */
export async function prepare(names) {
  const tarballs = await tarballsOfNow();
  const waiting = [...names];
  const complaints = [];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      await prepareHost(name, tarballs).catch((error) => complaints.push(`${name}: ${error.message}`));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return complaints;
}

async function tarballsOfNow() {
  const folder = join(hostsFolder, 'tarballs');
  const sources = readdirSync(join(root, 'packages'), { recursive: true }).filter((path) => /\.ts$|package\.json$/.test(path));
  const wanted = sha(
    sources
      .filter((path) => !/(^|\/)(dist|node_modules)\//.test(path))
      .map((path) => `${path} ${statSync(join(root, 'packages', path)).mtimeMs}`)
      .join('\n'),
  );
  const state = join(folder, 'packed.json');
  const kept = existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : {};
  if (kept.wanted === wanted) return kept.tarballs;
  const tarballs = Object.fromEntries((await packAll(folder)).map(({ manifest, file }) => [manifest.name, file]));
  writeFileSync(state, JSON.stringify({ wanted, tarballs }));
  return tarballs;
}

async function prepareHost(name, tarballs) {
  const folder = join(hostsFolder, name);
  const files = filesOf(name);
  const manifest = JSON.parse(readFileSync(join(here, name, 'package.json'), 'utf8'));
  const { needed, packed } = useTarballs(manifest, tarballs);
  const texts = new Map([...files].map(([path, file]) => [path, importsOf(manifest, readFileSync(file, 'utf8'))]));
  const state = join(folder, 'prepared.json');
  const installed = sha(JSON.stringify(needed));
  const compiled = sha(JSON.stringify([installed, [...texts]]));
  const kept = existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : {};
  if (kept.compiled === compiled) return;

  mkdirSync(folder, { recursive: true });
  const without = join(folder, 'without');
  writeAnew(folder, texts);
  writeAnew(without, withoutSignIn(texts));
  writeFileSync(join(without, 'package.json'), JSON.stringify({ name: `${needed.name}-without`, type: needed.type }));
  if (kept.installed !== installed) {
    rmSync(state, { force: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify(needed, null, 2));
    for (const old of readdirSync(folder)) if (old.endsWith('.tgz')) rmSync(join(folder, old));
    for (const [file, tarball] of packed) copyFileSync(tarball, join(folder, file));
    await run(
      'npm',
      [...'install --ignore-scripts --no-audit --no-fund --no-package-lock --prefer-offline --loglevel=error'.split(' ')],
      folder,
    );
  }
  writeFileSync(state, JSON.stringify({ installed }));
  // A host that is there to fail has no time before.
  for (const project of name !== 'bad-input' ? [folder, without] : [folder])
    await run(process.execPath, [join(folder, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], project);
  writeFileSync(state, JSON.stringify({ installed, compiled }));
}

/** The files of a host by their paths in it. */
function filesOf(name) {
  const files = (parts[name] ?? ['every-host', name]).flatMap((part) =>
    readdirSync(join(here, part), { recursive: true })
      .filter((path) => basename(path) !== 'package.json' && statSync(join(here, part, path)).isFile())
      .map((path) => [path, join(here, part, path)]),
  );
  return new Map(files);
}

/** Our packages from their tarballs. A changed tarball has another name: npm then installs it anew. */
function useTarballs(manifest, tarballs) {
  const packed = new Map();
  const from = (name) => {
    const file = `${basename(tarballs[name], '.tgz')}-${sha(readFileSync(tarballs[name]))}.tgz`;
    packed.set(file, tarballs[name]);
    return [name, `file:${file}`];
  };
  // From the registry the first would come along with the others.
  const signin = ['@fanlight/oidc', '@fanlight/signin', '@fanlight/scim'].map(from);
  return {
    packed,
    needed: {
      ...manifest,
      dependencies: { ...manifest.dependencies, ...Object.fromEntries(signin) },
      devDependencies: { ...manifest.devDependencies, ...Object.fromEntries([from('@fanlight/dev-okta')]) },
    },
  };
}

/** `nest new` writes './app.module.js' for ES modules and './app.module' for CommonJS. */
function importsOf({ type }, text) {
  return type === 'module' ? text : text.replace(/(from '\.{1,2}\/[^']*)\.js'/g, "$1'");
}

/** The host as it was: without the lines that say that they are ours, and without the files that are all about sign-in. */
function withoutSignIn(texts) {
  const isOurs = (text) => text.split('\n').some((line) => line.includes("'@fanlight/") && !ours.test(line));
  return new Map(
    [...texts]
      .filter(([, text]) => !isOurs(text))
      .map(([path, text]) => [
        path,
        text
          .split('\n')
          .filter((line) => !ours.test(line))
          .join('\n'),
      ]),
  );
}

function writeAnew(folder, texts) {
  for (const old of ['src', 'test', 'dist', 'tsconfig.build.tsbuildinfo']) rmSync(join(folder, old), { recursive: true, force: true });
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Two hosts at a time: the wait for npm's registry is most of it. */
function run(program, programArguments, cwd) {
  const child = spawn(program, programArguments, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => (status === 0 ? resolve() : reject(new Error(Buffer.concat(said).toString('utf8')))));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  const complaints = await prepare(names.length > 0 ? names : everyHost());
  console.log(complaints.join('\n') || hostsFolder);
  process.exitCode = complaints.length === 0 ? 0 : 1;
}
