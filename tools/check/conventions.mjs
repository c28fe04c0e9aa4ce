// What no other tool checks: sizes and names of files. Prints one line for each breach; exits with 1 when there is one.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

const longest = 250;
const vagueNames = /^(utils?|helpers?|common|shared|misc|lib|types|interfaces|constants|index|base)$/;
const prefixes = /^(default|base|abstract)-|-(impl|helper|utils?)$/;

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' }).split('\n');
const sources = tracked.filter((path) => /^(src|test|tools|views|public)\/.*\.(ts|mjs|hbs|css)$/.test(path) && existsSync(path));

const breaches = sources.flatMap((path) => {
  const name = basename(path).replace(/\..*$/, '');
  const lines = readFileSync(path, 'utf8').split('\n').length - 1;
  return [
    lines > longest ? `${path} has ${lines} lines: more than ${longest}. Which two ideas does it hold?` : '',
    /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ? '' : `${path} is not in kebab-case.`,
    vagueNames.test(name) || prefixes.test(name) ? `${path}: its name says nothing about what it does.` : '',
    dirname(path)
      .split('/')
      .some((folder) => vagueNames.test(folder))
      ? `${path}: its folder's name says nothing about what it holds.`
      : '',
  ].filter((breach) => breach !== '');
});

console.log(breaches.join('\n') || `${sources.length} files`);
process.exitCode = breaches.length === 0 ? 0 : 1;
