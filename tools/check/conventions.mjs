// What no other tool checks: sizes and names of files, and how much production installs. Prints one line for each breach; exits with 1 when there is one.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const longest = 250;
const maxPackages = 180;
const vagueNames = /^(utils?|helpers?|common|shared|misc|lib|types|interfaces|constants|index|base)$/;
const prefixes = /^(default|base|abstract)-|-(impl|helper|utils?)$/;

const files = ['src', 'packages', 'test', 'tools', 'views', 'public', 'examples'].flatMap((folder) =>
  readdirSync(folder, { recursive: true }).map((path) => join(folder, path)),
);
const sources = files.filter((path) => /\.(ts|mjs|hbs|css|js)$/.test(path) && !/node_modules|\/dist\//.test(path));
/** The public entry of a package: `import '@fanlight/oidc'`. */
const entry = /^packages\/[^/]+\/src\/index\.ts$/;

const breaches = sources.flatMap((path) => {
  const name = basename(path).replace(/\..*$/, '');
  const lines = readFileSync(path, 'utf8').split('\n').length - 1;
  return [
    lines > longest ? `${path} has ${lines} lines: more than ${longest}. Which two ideas does it hold?` : '',
    /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ? '' : `${path} is not in kebab-case.`,
    (vagueNames.test(name) && !entry.test(path)) || prefixes.test(name) ? `${path}: its name says nothing about what it does.` : '',
    dirname(path)
      .split('/')
      .some((folder) => vagueNames.test(folder))
      ? `${path}: its folder's name says nothing about what it holds.`
      : '',
  ].filter((breach) => breach !== '');
});

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const production = Object.entries(packages).filter(
  ([path, { dev, optional, devOptional, link }]) => path.startsWith('node_modules/') && !dev && !optional && !devOptional && !link,
);
if (production.length > maxPackages) breaches.push(`Production needs ${production.length} packages: more than ${maxPackages}.`);

console.log(breaches.join('\n') || `${sources.length} files, ${production.length} packages in production`);
process.exitCode = breaches.length === 0 ? 0 : 1;
