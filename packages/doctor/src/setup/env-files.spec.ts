import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePrivateFile } from './env-files.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'setup-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('writePrivateFile', () => {
  it('writes a file that only its owner can read', () => {
    const path = join(folder, '.env');
    writePrivateFile(path, 'A=1\n');
    expect(readFileSync(path, 'utf8')).toBe('A=1\n');
    expect(modeOf(path)).toBe(0o600);
  });

  it('takes the file of others from them, and leaves nothing beside it', () => {
    const path = join(folder, '.env');
    writeFileSync(path, 'old', { mode: 0o644 });
    writePrivateFile(path, 'new');
    expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['new', 0o600]);
    expect(readdirSync(folder)).toEqual(['.env']);
  });

  it('writes through a link, which stays one', () => {
    const target = join(folder, 'target');
    const link = join(folder, '.env');
    writeFileSync(target, 'old');
    symlinkSync(target, link);
    writePrivateFile(link, 'new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('new');
  });

  it('leaves no draft where it cannot write', () => {
    expect(() => writePrivateFile(join(folder, 'missing', '.env'), 'x')).toThrow(/ENOENT/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
