// Runs a program in this very process: `node tools/run.mjs main` runs src/main.ts, `node tools/run.mjs packages/doctor/doctor/main --json`
// runs packages/doctor/src/doctor/main.ts with --json. What has changed since the last build is built first.
// --production in front runs what `npm run build` made as it is; --watch alone restarts with every saved source.
import './node-version.mjs';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const given = process.argv.slice(2);

if (process.env.npm_lifecycle_event !== undefined) endWithShell();
if (given[0] === '--watch') {
  // nest watches src/; node watches the packages, whose sources it runs as they stand.
  const node = 'node --watch-path=packages --watch-preserve-output --import ./tools/typescript.mjs';
  await run(join(root, 'node_modules/@nestjs/cli/bin/nest.js'), ['start', '--watch', '--exec', node]);
} else if (given[0] === '--production') {
  process.env.NODE_ENV = 'production';
  await run(programOf(given[1]), given.slice(2));
} else if (await build()) {
  await run(programOf(given[0]), given.slice(1));
} else process.exitCode = 1;

function programOf(tool) {
  const [, folder = '', program] = /^(packages\/[^/]+\/)?(.+)$/.exec(tool);
  return join(root, folder, 'dist', `${program}.js`);
}

async function run(program, programArguments) {
  if (!existsSync(program)) {
    console.error(`${program} is missing: npm run build`);
    process.exit(1);
  }
  process.argv = [process.execPath, program, ...programArguments];
  await import(pathToFileURL(program).href);
}

/** npm hands SIGTERM to the shell that it started us with, and many a shell ends without handing it on. */
function endWithShell() {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 50).unref();
}
