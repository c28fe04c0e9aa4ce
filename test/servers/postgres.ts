import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../support/free-port.js';
import { handOver, postgresPrograms, postgresUser } from './postgres-programs.js';
import { ServerProcess } from './server-process.js';

export interface PostgresServer {
  /** The URL of a new, empty database. */
  createDatabase(): Promise<string>;
  /** Answers a statement run as the superuser in the database that `url` names. */
  query(url: string, statement: string): Promise<Record<string, unknown>[]>;
  /** `fast`: connections are ended and refused. `crash`: killed with -9. */
  stop(how?: 'fast' | 'crash'): Promise<void>;
  /** Again, after `stop`, with the same data on the same port. */
  start(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/** Starts a PostgreSQL server of its own in a temporary directory, on a free port of 127.0.0.1. */
export async function startPostgres(): Promise<PostgresServer> {
  const directory = mkdtempSync(join(tmpdir(), 'okta-nest-signin-postgres-'));
  handOver(directory);
  const programs = postgresPrograms(directory);
  const data = join(directory, 'data');
  const user = postgresUser();
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
  execFileSync(join(programs, 'initdb'), initdb, { cwd: directory, stdio: 'pipe', ...user });

  const port = await freePort();
  const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', directory, '-c', 'fsync=off', '-c', 'max_connections=300'];
  const admin = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const server = new ServerProcess({ file: join(programs, 'postgres'), arguments: options, directory, user }, () => answers(admin));
  await server.start();

  let databases = 0;
  return {
    async createDatabase() {
      const name = `test_${(databases += 1)}`;
      await query(admin, `create database ${name}`);
      return `postgres://postgres@127.0.0.1:${port}/${name}`;
    },
    query,
    stop: (how = 'fast') => server.stop(how === 'fast' ? 'SIGINT' : 'SIGKILL'),
    start: () => server.start(),
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    async remove() {
      server.thaw();
      await server.stop('SIGQUIT');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  return query(url, 'select 1').then(
    () => true,
    () => false,
  );
}
