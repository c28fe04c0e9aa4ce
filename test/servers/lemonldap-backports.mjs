// LemonLDAP::NG of bookworm-backports, unpacked beside the one that Debian 12 installs; the machine's own package sources stay as they are.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../node_modules/.cache/lemonldap-ng');
const packages = ['common', 'handler', 'portal'].map((part) => `liblemonldap-ng-${part}-perl`);
/** Milliseconds that one of Debian's commands may take. */
const patience = 120_000;

/** @returns {string | undefined} the root folder of the unpacked packages, downloaded when they are missing; undefined: they cannot be had */
export function lemonldapFromBackports() {
  if (existsSync(folder)) return folder;
  const parts = `${folder}.parts`;
  rmSync(parts, { recursive: true, force: true });
  const done = prepare(parts) && download(parts) && unpack(parts);
  // All or nothing: what is there is whole.
  if (done) renameSync(join(parts, 'root'), folder);
  rmSync(parts, { recursive: true, force: true });
  return done ? folder : undefined;
}

function prepare(parts) {
  for (const name of ['lists/partial', 'archives/partial', 'root']) mkdirSync(join(parts, name), { recursive: true });
  writeFileSync(join(parts, 'status'), '');
  writeFileSync(join(parts, 'sources.list'), `deb ${mirror()} bookworm-backports main\n`);
  return true;
}

function mirror() {
  const sources = '/etc/apt/sources.list.d/debian.sources';
  return (existsSync(sources) && /^URIs: *(\S+)/m.exec(readFileSync(sources, 'utf8'))?.[1]) || 'http://deb.debian.org/debian';
}

function download(parts) {
  const places = [`State=${parts}`, `State::lists=${parts}/lists`, `State::status=${parts}/status`, `Cache=${parts}`];
  const sources = [`Etc::sourcelist=${parts}/sources.list`, 'Etc::sourceparts=-'];
  const options = [...[...places, ...sources].map((place) => `Dir::${place}`), 'APT::Sandbox::User=root'].flatMap((option) => [
    '-o',
    option,
  ]);
  return run(parts, 'apt-get', [...options, 'update', '-qq']) && run(parts, 'apt-get', [...options, 'download', '-qq', ...packages]);
}

function unpack(parts) {
  const archives = readdirSync(parts).filter((name) => name.endsWith('.deb'));
  return archives.length === packages.length && archives.every((archive) => run(parts, 'dpkg', ['-x', archive, join(parts, 'root')]));
}

function run(cwd, program, args) {
  return spawnSync(program, args, { cwd, stdio: 'ignore', timeout: patience }).status === 0;
}
