import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Program {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  /** The user to run as; undefined: this one. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

/** A server that a test starts, stops as an operator or a crash would, and starts again. */
export class ServerProcess {
  #child: ChildProcess | undefined;
  #output = '';

  constructor(
    private readonly program: Program,
    /** Resolves to true once the server works. */
    private readonly isReady: () => Promise<boolean>,
    private readonly startTimeoutMs = 30_000,
  ) {}

  /** Throws with the server's own words when it does not work in time. */
  async start(): Promise<void> {
    const child = spawn(this.program.file, this.program.arguments, {
      cwd: this.program.directory,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...this.program.user,
    });
    this.#child = child;
    child.on('error', (error) => (this.#output += error.message));
    child.stdout.on('data', (text) => (this.#output += String(text)));
    child.stderr.on('data', (text) => (this.#output += String(text)));
    for (let tries = 0; tries < this.startTimeoutMs / 50 && child.exitCode === null && child.pid !== undefined; tries += 1) {
      if (await this.isReady()) return;
      await sleep(50);
    }
    throw new Error(`${this.program.file} did not start: ${this.#output.slice(-2000)}`);
  }

  /** Ends it with a signal and waits: SIGINT and SIGTERM as an operator would, SIGKILL as a crash would. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  /** Lets it hang: connections stay open and nothing answers, as when packets are dropped. */
  freeze(): void {
    for (const pid of this.#family()) signal(pid, 'SIGSTOP');
  }

  thaw(): void {
    // Children first: the parent may end some of them as soon as it is back.
    for (const pid of this.#family().reverse()) signal(pid, 'SIGCONT');
  }

  #family(): number[] {
    const pid = this.#child?.pid;
    if (pid === undefined) return [];
    return [pid, ...readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)];
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended since the family was listed.
  }
}
