// What Debian 12 has too old, unpacked from newer releases beside it; the machine's own packages and their sources stay as they are.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const cache = join(import.meta.dirname, '../../node_modules/.cache');
/** For one of Debian's commands. */
const timeoutMs = 120_000;

/** @returns {string | undefined} the root folder of the unpacked packages, downloaded when they are missing; undefined: they cannot be had */
export function lemonldapFromBackports() {
  const packages = ['common', 'handler', 'portal'].map((part) => `liblemonldap-ng-${part}-perl`);
  return unpacked('lemonldap-ng', 'bookworm-backports', packages);
}

/** @returns {string | undefined} the go command, of 2025 where the machine's is of 2022; undefined: it cannot be had */
export function goFromBackports() {
  const root = unpacked('go', 'bookworm-backports', ['golang-1.23-go', 'golang-1.23-src']);
  return root && join(root, 'usr/lib/go-1.23/bin/go');
}

/** @returns {{ file: string, arguments: string[] } | undefined} how to start PgBouncer 1.21 or newer, from Debian 13 where the machine's is older */
export function pgbouncer() {
  const installed = '/usr/sbin/pgbouncer';
  if (existsSync(installed) && isNewEnough(spawnSync(installed, ['--version'], { encoding: 'utf8' }).stdout)) {
    return { file: installed, arguments: [] };
  }
  // With the C library that it was built for, which starts it.
  const libraries = ['libc6', 'libcares2', 'libevent-2.1-7t64', 'libpam0g', 'libssl3t64', 'libsystemd0'];
  const root = unpacked('pgbouncer', 'trixie', ['pgbouncer', ...libraries]);
  if (root === undefined) return undefined;
  const [machine] = readdirSync(join(root, 'usr/lib')).filter((name) => name.endsWith('-linux-gnu'));
  const own = join(root, 'usr/lib', machine);
  const [loader] = readdirSync(own).filter((name) => name.startsWith('ld-linux'));
  const path = `${own}:/usr/lib/${machine}`;
  return { file: join(own, loader), arguments: ['--library-path', path, join(root, installed)] };
}

function isNewEnough(version) {
  const [, major, minor] = /PgBouncer (\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 1 || Number(minor) >= 21;
}

function unpacked(name, suite, packages) {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  const parts = `${folder}.parts`;
  rmSync(parts, { recursive: true, force: true });
  const done = prepare(parts, suite) && download(parts, packages) && unpack(parts, packages);
  // All or nothing: what is there is whole.
  if (done) renameSync(join(parts, 'root'), folder);
  rmSync(parts, { recursive: true, force: true });
  return done ? folder : undefined;
}

function prepare(parts, suite) {
  for (const name of ['lists/partial', 'archives/partial', 'root']) mkdirSync(join(parts, name), { recursive: true });
  writeFileSync(join(parts, 'status'), '');
  writeFileSync(join(parts, 'sources.list'), `deb ${mirror()} ${suite} main\n`);
  return true;
}

function mirror() {
  const sources = '/etc/apt/sources.list.d/debian.sources';
  return (existsSync(sources) && /^URIs: *(\S+)/m.exec(readFileSync(sources, 'utf8'))?.[1]) || 'http://deb.debian.org/debian';
}

function download(parts, packages) {
  const places = [`State=${parts}`, `State::lists=${parts}/lists`, `State::status=${parts}/status`, `Cache=${parts}`];
  const sources = [`Etc::sourcelist=${parts}/sources.list`, 'Etc::sourceparts=-'];
  const options = [...[...places, ...sources].map((place) => `Dir::${place}`), 'APT::Sandbox::User=root'].flatMap((option) => [
    '-o',
    option,
  ]);
  return run(parts, 'apt-get', [...options, 'update', '-qq']) && run(parts, 'apt-get', [...options, 'download', '-qq', ...packages]);
}

function unpack(parts, packages) {
  const archives = readdirSync(parts).filter((name) => name.endsWith('.deb'));
  return archives.length === packages.length && archives.every((archive) => run(parts, 'dpkg', ['-x', archive, join(parts, 'root')]));
}

function run(cwd, program, args) {
  return spawnSync(program, args, { cwd, stdio: 'ignore', timeout: timeoutMs }).status === 0;
}
