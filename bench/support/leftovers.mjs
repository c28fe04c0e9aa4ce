import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pending = new Set();

/**
 * Has `undo`, which must not wait for anything, called when the bench ends, also by an error or Ctrl-C.
 * @returns {() => void} does it now, and not again
 */
export function atTheEnd(undo) {
  const once = () => {
    if (pending.delete(once)) undo();
  };
  pending.add(once);
  return once;
}

/** @returns {{path: string, remove: () => void}} a folder that is gone at the end */
export function scratchFolder(name) {
  const path = mkdtempSync(join(tmpdir(), `bench-${name}-`));
  return { path, remove: atTheEnd(() => removeFolder(path)) };
}

function removeFolder(path) {
  // A program that was told to end a moment ago still writes. rmSync then stops half-way, with an error or without one.
  for (let tries = 0; tries < 20 && existsSync(path); tries += 1) {
    if (tries > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      continue;
    }
  }
}

// Those that were made last go first: programs before the folders that they write to.
process.once('exit', () => {
  for (const undo of [...pending].reverse()) undo();
});
// On, not once: npm passes on the Ctrl-C that the terminal has sent already, and a second one would end this before all is undone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
