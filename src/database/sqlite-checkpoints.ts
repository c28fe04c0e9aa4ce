import { Worker } from 'node:worker_threads';

/** Milliseconds after which a thread that has nothing to do ends. */
const idle = 5000;

// As text, so that it is the same thread from the sources, the build and the bundle. An error is left to the next write, which meets it too.
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(workerData);
database.exec('pragma synchronous = normal');
parentPort.on('message', () => {
  try {
    database.exec('pragma wal_checkpoint(passive)');
  } catch {}
  parentPort.postMessage(undefined);
});
`;

/**
 * Brings what was written back from the log of an SQLite file (WAL) on a thread of its own. A connection does so by itself after a
 * thousand pages, which holds up its thread while the disk works: https://sqlite.org/wal.html, section 3.
 */
export class SqliteCheckpoints {
  #worker: Worker | undefined;
  #end: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly file: string) {}

  /** Resolves once what is committed now stands in the file, as far as no reader is in the way. Never rejects. */
  run(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    const worker = (this.#worker ??= this.#start());
    clearTimeout(this.#end);
    return new Promise((resolve) => {
      const done = (): void => {
        worker.off('message', done).off('exit', done);
        if (!this.#closed) this.#end = setTimeout(() => void this.#stop(), idle).unref();
        resolve();
      };
      worker.on('message', done).on('exit', done);
      worker.postMessage(undefined);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop();
  }

  #start(): Worker {
    // node:sqlite warns that it is new in each thread anew.
    const worker = new Worker(program, { eval: true, execArgv: ['--no-warnings'], workerData: this.file });
    const forget = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    worker.on('error', forget).on('exit', forget).unref();
    return worker;
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#end);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}
