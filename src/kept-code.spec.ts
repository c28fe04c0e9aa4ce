import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runWithKeptCode, type Running } from './kept-code.js';

describe('The code that a start keeps', () => {
  let folder: string;
  let file: string;
  let kept: string;

  const source = (answer: string): string => `exports.here = __dirname; exports.answer = function () { return '${answer}'; };`;
  const run = (): Running & { readonly exports: { here: string; answer(): string } } => runWithKeptCode(file, kept) as never;
  /** Whether a run had nothing to keep: what is kept anew is another file of the same name. */
  const usesKept = (): boolean => {
    const before = statSync(kept).ino;
    run().keep();
    return statSync(kept).ino === before;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kept-'));
    file = join(folder, 'application.cjs');
    kept = join(folder, 'kept');
    writeFileSync(file, source('one'));
    const { exports, keep } = run();
    exports.answer();
    keep();
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('runs as the file does, and is used by the next start', () => {
    expect(run().exports).toMatchObject({ here: folder });
    expect(run().exports.answer()).toBe('one');
    expect(usesKept()).toBe(true);
  });

  it('holds the functions that have run, which is more than what a file is loaded with', () => {
    writeFileSync(file, source('another'));
    const { exports, keep } = run();
    keep();
    const loaded = statSync(kept).size;
    exports.answer();
    keep();
    expect(statSync(kept).size).toBeGreaterThan(loaded);
  });

  it('is not that of another file of the same length, and is replaced', () => {
    writeFileSync(file, source('two'));
    expect(run().exports.answer()).toBe('two');
    expect(usesKept()).toBe(false);
    expect(usesKept()).toBe(true);
  });

  it.each([
    ['damaged', () => writeFileSync(kept, readFileSync(kept).fill(1, 200, 210))],
    ['cut off', () => writeFileSync(kept, readFileSync(kept).subarray(0, 100))],
    ['empty', () => writeFileSync(kept, '')],
  ])('is not used when it is %s, and is replaced', (_what, harm) => {
    harm();
    expect(run().exports.answer()).toBe('one');
    expect(usesKept()).toBe(false);
    expect(usesKept()).toBe(true);
  });

  it('is readable by this user alone, and leaves nothing beside it', () => {
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['application.cjs', 'kept']);
  });

  it('is done without where it cannot be written', () => {
    kept = join(folder, 'nowhere', 'kept');
    const { exports, keep } = run();
    expect(keep).not.toThrow();
    expect(exports.answer()).toBe('one');
  });

  it('leaves letters beyond ASCII as they are', () => {
    writeFileSync(file, source('ü · 🚪'));
    expect(run().exports.answer()).toBe('ü · 🚪');
  });
});
