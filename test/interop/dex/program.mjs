// dex, built from its Go module once per version and kept outside the checkout.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goFromBackports } from '../../servers/debian-packages.mjs';
import { kept } from '../machine-cache.mjs';

const source = join(import.meta.dirname, 'server');
/** A build takes a minute of processor time, and a busy machine has little of it. */
const timeoutMs = 900_000;

/** @returns {string | undefined} the program, after a build where it is missing; undefined: it cannot be had */
export function dexProgram() {
  const hash = createHash('sha256');
  for (const file of ['main.go', 'go.mod', 'go.sum']) hash.update(readFileSync(join(source, file)));
  const name = `dex-${hash.digest('hex').slice(0, 12)}`;
  return kept(name, (folder) => build(join(folder, name)));
}

function build(output) {
  const go = ['go', '/usr/local/go/bin/go'].find(isNewEnough) ?? goFromBackports();
  if (go === undefined) return false;
  // Without a C compiler, and with the Go that is here: it would download the one that go.mod names.
  const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' };
  return spawnSync(go, ['build', '-o', output, '.'], { cwd: source, env, stdio: 'ignore', timeout: timeoutMs }).status === 0;
}

function isNewEnough(go) {
  const { stdout } = spawnSync(go, ['version'], { encoding: 'utf8' });
  return Number(/go1\.(\d+)/.exec(stdout ?? '')?.[1]) >= 22;
}
