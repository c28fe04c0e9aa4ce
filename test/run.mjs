// Runs the tests: `node test/run.mjs` all groups, `node test/run.mjs unit e2e` some, `node test/run.mjs unit packages/signin/src/auth` those below a path.
// What follows the first option goes to Jest: `node test/run.mjs e2e test/e2e/guards -t HEAD`.
// Exits with 1 when a test fails, and under CI=true also when one is skipped or cannot run on this machine.
import '../tools/node-version.mjs';
import { join } from 'node:path';
import { installWhenMissing } from '../tools/install.mjs';
import { groups } from './run/groups.mjs';
import { runJest } from './run/jest.mjs';
import { planGroup } from './run/plan.mjs';
import { summarise } from './run/summary.mjs';

const root = join(import.meta.dirname, '..');
const given = process.argv.slice(2);
const firstOption = given.findIndex((argument) => argument.startsWith('-'));
const asked = firstOption < 0 ? given : given.slice(0, firstOption);
const jestOptions = firstOption < 0 ? [] : given.slice(firstOption);
const paths = asked.filter((argument) => argument.includes('/'));
const names = asked.filter((argument) => !argument.includes('/'));
const unknown = names.filter((name) => !groups.some((group) => group.name === name));
if (unknown.length > 0) {
  console.error(`No group of tests is called ${unknown.join(', ')}; there are ${groups.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const chosen = groups.filter(({ name }) => names.length === 0 || names.includes(name));
const beside = ['test/servers', 'examples/typeorm-users', 'examples/drizzle-users'];
if (chosen.some(({ usesServers }) => usesServers) && !beside.every((folder) => installWhenMissing(join(root, folder)))) {
  console.error(`What the tests need beside the application could not be installed (${beside.join(', ')}).`);
}

const results = [];
for (const group of chosen) {
  const { runnable, lacking } = planGroup(group, root);
  if (runnable.length + lacking.size === 0) continue;
  if (runnable.length > 0) console.log(`\n${group.name}: ${runnable.length} ${runnable.length === 1 ? 'file' : 'files'}`);
  const wanted = runnable.filter((file) => paths.length === 0 || paths.some((path) => file.startsWith(path)));
  if (wanted.length > 0) await group.prepare?.(wanted);
  const counts =
    runnable.length === 0
      ? { passed: 0, failed: 0, skipped: 0, seconds: 0 }
      : await runJest(
          {
            folders: paths.length > 0 ? paths : group.folders,
            left: [...lacking.values()].flat(),
            options: [...group.jestOptions, ...jestOptions],
          },
          root,
        );
  results.push({ name: group.name, ...counts, lacking });
}
process.exitCode = summarise(results, process.env.CI === 'true') ? 0 : 1;
