/**
 * Prints what ran, what could not run and how to enable it, and ends with the line 'N passed, N failed'.
 * @param {boolean} strict a test that is skipped or cannot run counts as failed
 * @returns {boolean} whether everything passed
 */
export function summarise(results, strict) {
  console.log('\nTests');
  for (const result of results) console.log(`  ${describe(result)}`);

  const missing = results.flatMap(({ name, lacking }) => [...lacking].map(([reason, files]) => ({ name, reason, files: files.length })));
  if (missing.length > 0) console.log('\nNot run on this machine');
  for (const { name, reason, files } of missing) console.log(`  ${name.padEnd(12)} ${files} ${files === 1 ? 'file' : 'files'}: ${reason}`);

  const passed = sum(results, 'passed');
  const unproven = sum(results, 'skipped') + sum(missing, 'files');
  const failed = sum(results, 'failed') + (strict ? unproven : 0);
  if (strict && unproven > 0) console.log(`\nUnder CI=true what is skipped or cannot run counts as failed: ${unproven}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0;
}

function describe({ name, passed, failed, skipped, seconds }) {
  const counts = [`${String(passed).padStart(5)} passed`, failed > 0 ? `${failed} failed` : '', skipped > 0 ? `${skipped} skipped` : ''];
  return `${name.padEnd(12)}${counts
    .filter((count) => count !== '')
    .join(', ')
    .padEnd(30)}${seconds.toFixed(1).padStart(7)} s`;
}

function sum(rows, key) {
  return rows.reduce((total, row) => total + row[key], 0);
}
