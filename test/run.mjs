// Runs the tests: `node test/run.mjs` all groups, `node test/run.mjs unit e2e` some, `-- …` hands options to Jest.
// Exits with 1 when a test fails, and under CI=true also when one is skipped or cannot run on this machine.
import { join } from 'node:path';
import { installWhenMissing } from '../tools/install.mjs';
import { groups } from './run/groups.mjs';
import { runJest } from './run/jest.mjs';
import { planGroup } from './run/plan.mjs';
import { summarise } from './run/summary.mjs';

const root = join(import.meta.dirname, '..');
const asked = process.argv.slice(2);
const separator = asked.indexOf('--');
const jestOptions = separator < 0 ? [] : asked.splice(separator).slice(1);
const unknown = asked.filter((name) => !groups.some((group) => group.name === name));
if (unknown.length > 0) {
  console.error(`No group of tests is called ${unknown.join(', ')}; there are ${groups.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const chosen = groups.filter(({ name }) => asked.length === 0 || asked.includes(name));
if (chosen.some(({ usesServers }) => usesServers) && !installWhenMissing(join(root, 'test/servers'))) {
  console.error('What the tests need beside the application could not be installed (test/servers).');
}

const results = [];
for (const group of chosen) {
  const { runnable, lacking } = planGroup(group, root);
  if (runnable.length > 0) console.log(`\n${group.name}: ${runnable.length} ${runnable.length === 1 ? 'file' : 'files'}`);
  const counts =
    runnable.length === 0
      ? { passed: 0, failed: 0, skipped: 0, seconds: 0 }
      : await runJest(
          { folders: group.folders, left: [...lacking.values()].flat(), options: [...group.jestOptions, ...jestOptions] },
          root,
        );
  results.push({ name: group.name, ...counts, lacking });
}
process.exitCode = summarise(results, process.env.CI === 'true') ? 0 : 1;
