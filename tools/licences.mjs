// Writes docs/licences.md from the lockfile: `npm run licences`. With --check it only says whether it is up to date; exits with 1 when not.
import './node-version.mjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const target = join(root, 'docs/licences.md');
/** Old packages that say their licence in a way that npm no longer reads; both are MIT by their LICENSE or README. */
const unread = { 'passport-strategy': 'MIT', pause: 'MIT' };

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const rows = Object.entries(packages)
  .filter(([path, { dev, devOptional, link }]) => path.startsWith('node_modules/') && dev !== true && devOptional !== true && link !== true)
  .map(([path, { version, license }]) => ({ name: path.replace(/^.*node_modules\//, ''), version, license }))
  .map(({ name, version, license }) => `| ${name} | ${version} | ${license ?? unread[name] ?? 'unknown'} |`);

const text = `# Licences

Of every package that is installed in production. Written by \`npm run licences\` from the lockfile; a test says when it is stale.

| Package | Version | Licence |
| --- | --- | --- |
${[...new Set(rows)].sort().join('\n')}
`;

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('docs/licences.md is not what the lockfile says: npm run licences');
  process.exitCode = 1;
}
