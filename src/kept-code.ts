import { isAscii } from 'node:buffer';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

const checksumBytes = 4;

/** What a file exports, and how to keep the code that V8 has made of it. */
export interface Running {
  readonly exports: unknown;
  /** Keeps the code of every function that has run until now, where none was kept. What cannot be written is left. */
  readonly keep: () => void;
}

/**
 * Runs a CommonJS file with the code that an earlier run of it has kept. Node's own cache keeps the functions that are compiled
 * when a file is loaded, which are few: the others are parsed again at every start.
 *
 * @param file absolute path
 * @param kept where its code is; what is missing, damaged or made of another file or by another Node is not used
 */
export function runWithKeptCode(file: string, kept: string): Running {
  const source = readFileSync(file);
  const cachedData = readKept(kept, source);
  // A byte for a character takes half as long to read.
  const text = source.toString(isAscii(source) ? 'latin1' : 'utf8');
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as (...values: readonly unknown[]) => void;
  run.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  const used = cachedData !== undefined && script.cachedDataRejected !== true;
  return { exports: module.exports, keep: used ? () => undefined : () => writeKept(kept, source, script.createCachedData()) };
}

function readKept(kept: string, source: Buffer): Buffer | undefined {
  let content: Buffer;
  try {
    content = readFileSync(kept);
  } catch {
    return undefined;
  }
  const code = content.subarray(checksumBytes);
  return content.length > checksumBytes && content.readUInt32LE() === checksum(source, code) ? code : undefined;
}

function writeKept(kept: string, source: Buffer, code: Buffer): void {
  const header = Buffer.alloc(checksumBytes);
  header.writeUInt32LE(checksum(source, code));
  // Processes that start together must not read each other's half.
  const unfinished = `${kept}.${process.pid}`;
  try {
    writeFileSync(unfinished, Buffer.concat([header, code]), { mode: 0o600 });
    renameSync(unfinished, kept);
  } catch {
    // As with Node's own cache, the next start is no worse than this one.
  }
}

/** V8 looks at the source's length alone, and at no checksum of the code. */
function checksum(source: Buffer, code: Buffer): number {
  return crc32(code, crc32(source));
}
