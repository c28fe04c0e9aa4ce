// Breaks each security check in turn, in a copy of the project, and says which test noticed: `node test/conformance/mutations/run.mjs [word…]`.
// A word picks the mutations whose description or file holds it. Exits with 1 when one survives without a reason.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { answers } from './answers.mjs';
import { application } from './application.mjs';
import { claims } from './claims.mjs';
import { logout } from './logout.mjs';
import { signatures } from './signatures.mjs';

const root = join(import.meta.dirname, '../../..');
const words = process.argv.slice(2);
const chosen = [...claims, ...signatures, ...answers, ...logout, ...application].filter(
  ({ breaks, file }) => words.length === 0 || words.some((word) => breaks.includes(word) || file.includes(word)),
);
const copy = copyProject();
const counts = { killed: 0, expected: 0, survived: 0 };
try {
  const all = [...new Set(chosen.flatMap(({ tests }) => tests))].map((name) => `test/conformance/${name}`);
  if (!passes(all, 'inherit')) throw new Error('The tests fail before anything is broken.');
  for (const mutation of chosen) report(mutation, tryOut(mutation));
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`\n${counts.killed} killed, ${counts.expected} survived with a reason, ${counts.survived} survived`);
process.exitCode = counts.survived > 0 ? 1 : 0;

/** Others may be working in the project itself: nothing is changed there. */
function copyProject() {
  const folder = mkdtempSync(join(tmpdir(), 'mutations-'));
  for (const name of ['src', 'test', 'views', 'public', 'package.json', 'jest.config.mjs', 'tsconfig.json', '.env.example', 'docs']) {
    const source = join(root, name);
    if (existsSync(source)) cpSync(source, join(folder, name), { recursive: true, filter: (path) => !path.includes('/node_modules') });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** What noticed: `conformance`, `unit`, undefined for nothing. Throws when the text to break is not there. */
function tryOut({ file, search, replace, and, more = [], tests }) {
  const edits = [{ file, search, replace }, ...(and ? [and] : []), ...more];
  const before = new Map(edits.map(({ file: path }) => [path, readFileSync(join(copy, path), 'utf8')]));
  try {
    for (const edit of edits) apply(edit);
    if (tests.length > 0 && !passes(tests.map((name) => `test/conformance/${name}`))) return 'conformance';
    return passes([`${dirname(file)}/`]) ? undefined : 'unit';
  } finally {
    for (const [path, text] of before) writeFileSync(join(copy, path), text);
  }
}

function apply({ file, search, replace, insert }) {
  const path = join(copy, file);
  let text = readFileSync(path, 'utf8');
  const found = typeof search === 'string' ? text.includes(search) : search.test(text);
  if (!found) throw new Error(`${file} no longer holds ${String(search)}`);
  text = text.replace(search, () => replace);
  if (insert) text = text.replace(insert[0], () => insert[1]);
  writeFileSync(path, text);
}

function passes(patterns, stdio = 'ignore') {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const options = ['--experimental-vm-modules', '--no-warnings', jest, '--runInBand', '--bail', '--passWithNoTests', ...patterns];
  return spawnSync(process.execPath, options, { cwd: copy, stdio, timeout: 15 * 60_000 }).status === 0;
}

function report({ breaks, file, survives }, noticed) {
  const verdict = noticed === undefined ? (survives === undefined ? 'survived' : 'expected') : 'killed';
  counts[verdict] += 1;
  const mark = { killed: '✓', expected: '–', survived: '✗' }[verdict];
  console.log(`${mark} ${breaks} (${file}): ${noticed ? `noticed by ${noticed}` : (survives ?? 'SURVIVED')}`);
}
