import { connect } from 'node:net';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from '../support/command.js';
import { freePort } from '../support/free-port.js';
import { hostsFolder } from './prepare.mjs';

export interface HostStart {
  /** A folder of test/hosts. */
  readonly name: string;
  /** As it was before sign-in came. */
  readonly without?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** The Node to run it on; by default the one that runs the tests. */
  readonly node?: string;
}

export interface RunningHost {
  readonly url: string;
  readonly port: number;
  readonly program: Command;
  /** Ends it as an operator does, and waits. @returns its exit code; null: the signal ended it */
  stop(): Promise<number | null>;
}

/** Starts a host that test/hosts/prepare.mjs has installed, with nothing configured but ports and the scope for groups. */
export async function startHost({ name, without = false, env = {}, node = process.execPath }: HostStart): Promise<RunningHost> {
  const directory = join(hostsFolder, name, without ? 'without' : '');
  await rm(join(directory, 'data'), { recursive: true, force: true });
  const [port, oktaPort] = [await freePort(), await freePort()];
  const program = new Command([node, '--enable-source-maps', 'dist/main.js'], directory, {
    PORT: String(port),
    EMBEDDED_OKTA_PORT: String(oktaPort),
    OIDC_SCOPES: 'openid profile email groups',
    NO_COLOR: '1',
    ...env,
  });
  await program.prints('Nest application successfully started');
  for (let tries = 0; tries < 200 && !(await listens(port)); tries += 1) await sleep(25);
  const stop = async (): Promise<number | null> => {
    program.kill('SIGTERM');
    const code = await program.exit();
    await program.leavesNothing();
    return code;
  };
  return { url: `http://localhost:${port}`, port, program, stop };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}
