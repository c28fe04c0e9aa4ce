// Prints the CycloneDX list of what is installed in production: `npm run -s sbom > sbom.json`.
import './node-version.mjs';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));

const lock = read('package-lock.json');
// What the packages of this project need stands as if the application itself needed it: they are its own code.
const own = Object.entries(lock.packages).filter(([path, { dev }]) => path.startsWith('packages/') && dev !== true);
const needed = Object.assign({}, lock.packages[''].dependencies, ...own.map(([, { dependencies }]) => dependencies));
const dependencies = Object.fromEntries(Object.entries(needed).filter(([name]) => !name.startsWith('@fanlight/')));
const inProduction = (project) => ({ ...project, dependencies, devDependencies: undefined, workspaces: undefined });

// npm sbom --omit dev (npm 11) leaves out every production package that a development package needs as well, @nestjs/core among them.
// So it is given a project that has no development packages.
const packages = Object.entries(lock.packages).filter(
  ([path, { dev, devOptional, link }]) => !path.startsWith('packages/') && dev !== true && devOptional !== true && link !== true,
);
packages[0][1] = inProduction(packages[0][1]);

const temporary = mkdtempSync(join(tmpdir(), 'okta-nest-signin-sbom-'));
// npm names the list after the folder.
const folder = join(temporary, lock.name);
mkdirSync(folder);
writeFileSync(join(folder, 'package.json'), JSON.stringify(inProduction(read('package.json'))));
writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }));
const made = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  cwd: folder,
  encoding: 'utf8',
  // On Windows npm is a script, which only a shell runs.
  shell: process.platform === 'win32',
});
rmSync(temporary, { recursive: true });
process.stdout.write(made.stdout);
process.stderr.write(made.stderr);
process.exitCode = made.status ?? 1;
