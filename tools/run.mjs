// Runs a program of src/ in this very process: `node tools/run.mjs doctor/main --json` runs packages/doctor/src/doctor/main.ts with --json.
// What has changed since the last build is built first. --production in front runs what `npm run build` made as it is;
// --watch alone is `nest start --watch`.
import './node-version.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { changedAt } from './install.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
const given = process.argv.slice(2);

if (process.env.npm_lifecycle_event !== undefined) endWithShell();
if (given[0] === '--watch') await run(nest, ['start', '--watch', '--no-shell']);
else if (given[0] === '--production') {
  process.env.NODE_ENV = 'production';
  await run(programOf(given[1]), given.slice(2));
} else {
  const program = programOf(given[0]);
  // A production image has dist/ and no src/.
  if (existsSync(join(root, 'src')) && isStale(program)) build();
  await run(program, given.slice(1));
}

function programOf(tool) {
  return join(root, 'dist', `${tool}.js`);
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

function isStale(program) {
  const sources = readdirSync(join(root, 'src'), { recursive: true }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const builtAt = changedAt(program);
  return sources.some((file) => changedAt(join(root, 'src', file)) > builtAt);
}

function build() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [nest, 'build'], { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  console.error(stdout + stderr);
  process.exit(status ?? 1);
}
