import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './browser.mjs';
import { atTheEnd, scratchFolder } from './leftovers.mjs';
import { processTree, programCore } from './process.mjs';

const support = import.meta.dirname;
const patience = 60_000;

/** A server under test, pinned to a core of its own. */
export class Program {
  #child;
  #folder = scratchFolder('data');
  #heapFile = join(this.#folder.path, 'heap.json');
  #delayFile = join(this.#folder.path, 'delays.jsonl');
  #errors = '';
  #kill;

  /**
   * Starts the contestant, with a folder for its data, and waits for its first answer. Rejects with what it wrote to its error output.
   * `watchDelay`: note how long the event loop is held up.
   */
  static async start(contestant, surroundings, { watchDelay = false } = {}) {
    const program = new Program();
    await program.#start(contestant, surroundings, watchDelay);
    return program;
  }

  get pids() {
    return processTree(this.#child.pid);
  }

  async #start({ command, folder, environment }, surroundings, watchDelay) {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      NODE_OPTIONS: ['gc-hook.cjs', ...(watchDelay ? ['delay-hook.cjs'] : [])].map((hook) => `--require ${join(support, hook)}`).join(' '),
      BENCH_PAGES: join(support, 'pages.cjs'),
      BENCH_HEAP_FILE: this.#heapFile,
      BENCH_DELAY_FILE: this.#delayFile,
      PORT: String(port),
      ...environment({ ...surroundings, url: this.url, folder: this.#folder.path }),
    };
    const began = performance.now();
    this.#child = spawn('taskset', ['-c', String(programCore), ...command], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#kill = atTheEnd(() => this.#signal('SIGKILL'));
    this.#child.stderr.on('data', (text) => (this.#errors = (this.#errors + text).slice(-2000)));
    const browser = new Browser(this.url);
    for (;;) {
      const answer = await browser.fetch('/').catch(() => undefined);
      if (answer?.status === 200) break;
      if (this.#child.exitCode !== null || performance.now() - began > patience) {
        await this.stop();
        throw new Error(`did not start: ${this.#errors}`);
      }
      await sleep(2);
    }
    this.startMilliseconds = performance.now() - began;
  }

  /** Bytes of the heap and of buffers after a full collection. */
  async heap() {
    rmSync(this.#heapFile, { force: true });
    for (const pid of this.pids) if (isNode(pid)) process.kill(pid, 'SIGWINCH');
    for (let waited = 0; waited < 20_000 && !existsSync(this.#heapFile); waited += 10) await sleep(10);
    const { heapUsed, external } = JSON.parse(readFileSync(this.#heapFile, 'utf8'));
    return heapUsed + external;
  }

  /**
   * Milliseconds from each turn of the event loop to the next, noted from `from` to `to` (milliseconds since the epoch).
   * `kind`: 'own' without those in which another program had the core.
   */
  gaps(from, to = Infinity, kind = 'gaps') {
    const lines = readFileSync(this.#delayFile, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
    return lines.filter(({ at }) => at > from && at <= to).flatMap((line) => line[kind]);
  }

  async stop() {
    this.#signal('SIGTERM');
    for (let waited = 0; waited < 3000 && this.#child.exitCode === null && this.#child.signalCode === null; waited += 20) await sleep(20);
    this.#kill();
    this.#folder.remove();
  }

  #signal(name) {
    if (this.#child.exitCode === null && this.#child.signalCode === null) for (const pid of this.pids) signal(pid, name);
  }
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function isNode(pid) {
  return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')[0].endsWith('node');
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}
