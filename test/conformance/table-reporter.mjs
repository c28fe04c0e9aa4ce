import { readdirSync, readFileSync, rmSync } from 'node:fs';

const folder = new URL('../../artifacts/conformance/', import.meta.url);

/** Prints, after all tests, what each conformance module was to do and what it did. */
export default class TableReporter {
  onRunStart() {
    rmSync(folder, { recursive: true, force: true });
  }

  onRunComplete() {
    const rows = writtenRows();
    if (rows.length === 0) return;
    const width = (/** @type {'module' | 'expected'} */ column) => Math.max(...rows.map((row) => row[column].length));
    const moduleWidth = width('module');
    const expectedWidth = width('expected');
    for (const plan of new Set(rows.map((row) => row.plan))) {
      write(`\n${plan}`);
      for (const row of rows.filter((one) => one.plan === plan)) {
        write(`  ${mark[row.verdict]} ${row.module.padEnd(moduleWidth)}  ${row.expected.padEnd(expectedWidth)}  ${row.got}`);
        if (row.official) write(`      the official one: ${row.official}`);
      }
    }
    const count = (/** @type {string} */ verdict) => rows.filter((row) => row.verdict === verdict).length;
    write(
      `\n${count('passed')} rows passed, ${count('failed')} failed, ${count('elsewhere')} are tested elsewhere, ${count('not applicable')} do not apply.\n`,
    );
  }
}

// Jest's standard output may be a report for a program.
const write = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

const mark = { passed: '✓', failed: '✗', 'not applicable': '–', elsewhere: '→' };

/** @returns {{ plan: string, module: string, expected: string, got: string, official?: string, verdict: keyof typeof mark }[]} */
function writtenRows() {
  try {
    return readdirSync(folder)
      .sort()
      .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
