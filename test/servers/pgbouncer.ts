import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.js';
import { pgbouncer } from './debian-packages.mjs';
import { handOver, postgresUser } from './postgres-programs.js';
import { ServerProcess } from './server-process.js';

/** Where debian-packages.mjs unpacks it. */
const cache = join(import.meta.dirname, '../../node_modules/.cache/pgbouncer');

export interface PgBouncer {
  /** The URL by which it serves a database of the server behind it. */
  urlOf(databaseUrl: string): string;
  remove(): Promise<void>;
}

/** Starts a PgBouncer in transaction mode in front of the server of `target`, with two connections to it. `settings` are lines of its file. */
export async function startPgBouncer(target: string, settings: readonly string[]): Promise<PgBouncer> {
  const program = pgbouncer();
  if (program === undefined) throw new Error('No PgBouncer here; test/run/requirements.mjs says how to get it.');
  const directory = mkdtempSync(join(tmpdir(), 'okta-nest-signin-pgbouncer-'));
  // It refuses to run as root, and another user may not read this checkout.
  const copied = (path: string): string => path.replaceAll(cache, join(directory, 'program'));
  if (program.arguments.length > 0) cpSync(cache, join(directory, 'program'), { recursive: true, verbatimSymlinks: true });
  handOver(directory);

  const port = await freePort();
  const file = join(directory, 'pgbouncer.ini');
  const { hostname, port: targetPort, username } = new URL(target);
  writeFileSync(
    file,
    [
      '[databases]',
      `* = host=${hostname} port=${targetPort} user=${username}`,
      '[pgbouncer]',
      `listen_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =\nauth_type = any`,
      'pool_mode = transaction\ndefault_pool_size = 2\nmax_client_conn = 300',
      ...settings,
      '',
    ].join('\n'),
  );
  const urlOf = (url: string): string => Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href;
  const server = new ServerProcess(
    { file: copied(program.file), arguments: [...program.arguments.map(copied), file], directory, user: postgresUser() },
    () => accepts(port),
  );
  await server.start();
  return {
    urlOf,
    async remove() {
      await server.stop('SIGQUIT');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
