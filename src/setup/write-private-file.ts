import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Only its owner may read what holds a secret. */
const ownerOnly = 0o600;

/**
 * Writes a file whole or not at all: beside it first, then in its place. A link is followed, so that it stays one.
 * @throws the error of the file system
 */
export function writePrivateFile(path: string, text: string): void {
  const target = followed(path);
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  rmSync(draft, { force: true });
  try {
    const file = openSync(draft, 'wx', ownerOnly);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function followed(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
