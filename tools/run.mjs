// Runs a command-line tool of src/: `node tools/run.mjs doctor/main --json` runs src/doctor/main.ts with --json.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { changedAt } from './install.mjs';

const [, , tool, ...toolArguments] = process.argv;
const root = join(import.meta.dirname, '..');
const program = join(root, 'dist', `${tool}.js`);

// A production image has dist/ and no src/.
if (existsSync(join(root, 'src')) && isStale()) compile();
process.argv = [process.execPath, program, ...toolArguments];
await import(program);

function isStale() {
  const sources = readdirSync(join(root, 'src'), { recursive: true }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const compiledAt = changedAt(program);
  return sources.some((file) => changedAt(join(root, 'src', file)) > compiledAt);
}

function compile() {
  const build = spawnSync('npx', ['--no-install', 'nest', 'build'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (build.status === 0) return;
  console.error(build.stdout + build.stderr);
  process.exit(build.status ?? 1);
}
