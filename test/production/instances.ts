import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCheckout } from '../support/checkout.js';
import { Command } from '../support/command.js';

/** What `npm run build` makes, in a folder of its own. */
export interface Build {
  readonly directory: string;
  remove(): Promise<void>;
}

export async function buildApplication(): Promise<Build> {
  const checkout = await makeCheckout();
  const build = new Command([process.execPath, 'tools/build.mjs'], checkout.directory);
  const status = await build.exit();
  if (status !== 0) throw new Error(`The build failed: ${build.output}`);
  return checkout;
}

/** One process of the built application, as systemd or a container runs it. */
export class Instance {
  #child: ChildProcess | undefined;
  #output = '';

  constructor(
    private readonly build: Build,
    readonly port: number,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  get output(): string {
    return this.#output;
  }

  /** Resolves once /readyz says that it serves people, to the milliseconds that this took. Throws with its own words after 60 s. */
  async start(): Promise<number> {
    const began = performance.now();
    const child = spawn(process.execPath, ['dist/main.js'], {
      cwd: this.build.directory,
      env: { PATH: process.env.PATH, ...this.env, PORT: String(this.port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdout.on('data', (text) => (this.#output += String(text)));
    child.stderr.on('data', (text) => (this.#output += String(text)));
    for (let tries = 0; tries < 2400 && child.exitCode === null; tries += 1) {
      if (await this.isReady()) return performance.now() - began;
      await sleep(25);
    }
    throw new Error(`The instance did not start: ${this.#output.slice(-2000)}`);
  }

  /** Sends SIGTERM and waits for the end. Resolves to the exit code, null when a signal ended it. */
  stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  /** As `kill -9` does: nothing is finished, nothing is said. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Bytes of memory that the process holds (resident set). */
  async memory(): Promise<number> {
    const metrics = await (await fetch(`http://127.0.0.1:${this.port}/metrics`)).text();
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]);
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
    return child.exitCode;
  }

  private async isReady(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${this.port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
