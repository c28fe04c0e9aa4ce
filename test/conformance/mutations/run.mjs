// Breaks each security check in turn, in a copy of the project, and says which test noticed: `node test/conformance/mutations/run.mjs [word…]`.
// A word picks the mutations whose description or file holds it. Exits with 1 when one survives without a reason.
import '../../../tools/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { editsOf, fits, mutations, pathOf } from './every.mjs';

const root = join(import.meta.dirname, '../../..');
const words = process.argv.slice(2);
const chosen = mutations.filter(
  ({ breaks, file }) => words.length === 0 || words.some((word) => breaks.includes(word) || file.includes(word)),
);
const copy = copyProject();
const counts = { killed: 0, expected: 0, survived: 0, stale: 0 };
try {
  const all = [...new Set(chosen.flatMap(({ tests }) => tests))].map(pathOf);
  if (!passes(all, 'inherit')) throw new Error('The tests fail before anything is broken.');
  for (const mutation of chosen) report(mutation, fits(mutation, copy) ? tryOut(mutation) : 'stale');
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(
  `\n${counts.killed} killed, ${counts.expected} survived with a reason, ${counts.survived} survived, ${counts.stale} no longer fit the source`,
);
process.exitCode = counts.survived + counts.stale > 0 ? 1 : 0;

/** Others may be working in the project itself: nothing is changed there. */
function copyProject() {
  const folder = mkdtempSync(join(tmpdir(), 'mutations-'));
  for (const name of [
    'src',
    'packages',
    'test',
    'views',
    'public',
    'package.json',
    'jest.config.mjs',
    'tsconfig.json',
    '.env.example',
    'docs',
  ]) {
    const source = join(root, name);
    if (existsSync(source)) cpSync(source, join(folder, name), { recursive: true, filter: (path) => !path.includes('/node_modules') });
  }
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@fanlight') symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  // The copy's own packages: those are what is broken.
  symlinkSync('../packages', join(folder, 'node_modules/@fanlight'));
  return folder;
}

/** What noticed: the tests that were expected to, `unit`, undefined for nothing. */
function tryOut(mutation) {
  const before = new Map(editsOf(mutation).map(({ file }) => [file, readFileSync(join(copy, file), 'utf8')]));
  try {
    for (const edit of editsOf(mutation)) apply(edit);
    const { tests, file } = mutation;
    if (tests.length > 0 && !passes(tests.map(pathOf))) return tests.join(', ');
    return passes([`${dirname(file)}/`]) ? undefined : 'unit';
  } finally {
    for (const [path, text] of before) writeFileSync(join(copy, path), text);
  }
}

function apply({ file, search, replace, insert }) {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8').replace(search, () => replace);
  writeFileSync(path, insert ? text.replace(insert[0], () => insert[1]) : text);
}

function passes(patterns, stdio = 'ignore') {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const options = ['--experimental-vm-modules', '--no-warnings', jest, '--runInBand', '--bail', '--passWithNoTests', ...patterns];
  return spawnSync(process.execPath, options, { cwd: copy, stdio, timeout: 15 * 60_000 }).status === 0;
}

function report({ breaks, file, survives }, noticed) {
  const verdict = noticed === 'stale' ? 'stale' : noticed ? 'killed' : survives ? 'expected' : 'survived';
  counts[verdict] += 1;
  const words = {
    killed: `noticed by ${noticed}`,
    expected: survives,
    survived: 'SURVIVED',
    stale: 'the source no longer holds what is to be broken',
  };
  console.log(`${{ killed: '✓', expected: '–', survived: '✗', stale: '?' }[verdict]} ${breaks} (${file}): ${words[verdict]}`);
}
