// Checks everything that can be checked without running the application: `node tools/check/run.mjs`, or some of the checks by name.
// With --write, format rewrites the files and lint repairs what it can.
import '../node-version.mjs';
import { join } from 'node:path';
import { installWhenMissing } from '../install.mjs';
import { checks } from './checks.mjs';
import { runCheck } from './run-check.mjs';

const root = join(import.meta.dirname, '../..');
process.chdir(root);
const names = process.argv.slice(2).filter((argument) => argument !== '--write');
const write = process.argv.includes('--write');
const unknown = names.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`No check is called ${unknown.join(', ')}; there are ${checks.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
// The types of what the tests drive are part of the type check.
if (
  !['tools/check', 'test/servers', 'examples/typeorm-users', 'examples/drizzle-users']
    .map((folder) => installWhenMissing(join(root, folder)))
    .every(Boolean)
)
  process.exit(1);

const waiting = checks.filter(({ name }) => names.length === 0 || names.includes(name));
const results = [];
// Two at a time: most machines have two cores to give.
await Promise.all([work(), work()]);

const failed = results.filter((passed) => !passed).length;
console.log(`\n${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function work() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) results.push(await runCheck(check, write));
}
