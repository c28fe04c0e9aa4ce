import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goFromBackports } from '../servers/debian-packages.mjs';
import { kept } from './machine-cache.mjs';

/** A build takes a minute of processor time, and a busy machine has little of it. */
const timeoutMs = 900_000;
/** Of Go 1. */
const inBackports = 23;

/**
 * A provider, built from its Go module once per version and kept outside the checkout.
 * @param {string} name @param {string} source the folder of main.go, go.mod and go.sum @param {number} minor of the Go 1 that it needs
 * @returns {string | undefined} the program; undefined: it cannot be had
 */
export function goProgram(name, source, minor) {
  const hash = createHash('sha256');
  for (const file of ['main.go', 'go.mod', 'go.sum']) hash.update(readFileSync(join(source, file)));
  const versioned = `${name}-${hash.digest('hex').slice(0, 12)}`;
  return kept(versioned, (folder) => build(source, join(folder, versioned), minor));
}

/** @returns {string} the version of a module that is built */
export function moduleVersion(module, source) {
  const line = readFileSync(join(source, 'go.mod'), 'utf8')
    .split(/[\n\t]/)
    .find((text) => text.replace('require ', '').startsWith(`${module} `));
  return line?.split(' ').at(-1) ?? '';
}

function build(source, output, minor) {
  const go =
    ['go', '/usr/local/go/bin/go'].find((command) => isNewEnough(command, minor)) ?? (minor <= inBackports ? goFromBackports() : undefined);
  if (go === undefined) return false;
  // Without a C compiler, and with the Go that is here: it would download the one that go.mod names.
  const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' };
  return spawnSync(go, ['build', '-o', output, '.'], { cwd: source, env, stdio: 'ignore', timeout: timeoutMs }).status === 0;
}

function isNewEnough(go, minor) {
  const { stdout } = spawnSync(go, ['version'], { encoding: 'utf8' });
  return Number(/go1\.(\d+)/.exec(stdout ?? '')?.[1]) >= minor;
}
