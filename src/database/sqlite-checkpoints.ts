import { Worker } from 'node:worker_threads';

/** Milliseconds between two looks at how much was written, and after which a thread that has nothing to do ends: a new one costs 40 ms. */
const interval = 1000;
const idle = 60_000;
/**
 * Changed rows, some four pages in the log each, that are worth a checkpoint (4 MB: SQLite's own measure; a power cut may take what it has
 * not brought to the disk), and by which who writes much may be ahead of it.
 */
const worthwhile = 250;
const furthestAhead = 1000;

// As text, so that it is the same thread from the sources, the build and the bundle. An error is left to the next write, which meets it too.
// On Linux a thread has a priority of its own: where there is one core for all, requests go before what nobody waits for.
// The first commit after all of the log is in the file begins it anew, and waits until the disk has its new head
// (https://sqlite.org/src/info/ff5be73dee). So a reader keeps the log from that while others write, and the thread makes that commit itself.
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { DatabaseSync } = require('node:sqlite');
if (process.platform === 'linux') try { require('node:os').setPriority(10); } catch {}
const [database, reader] = [1, 2].map(() => new DatabaseSync(workerData));
database.exec('pragma synchronous = normal; pragma wal_autocheckpoint = 0; pragma busy_timeout = 20');
const writeBack = () => database.prepare('pragma wal_checkpoint(passive)').get();
const steps = {
  writeBack() {
    reader.exec('begin; select 1 from sqlite_schema');
    writeBack();
  },
  beginAnew() {
    reader.exec('rollback');
    const { log, checkpointed } = writeBack();
    const { user_version: same } = database.prepare('pragma user_version').get();
    if (log === checkpointed) database.exec('begin immediate; pragma user_version = ' + same + '; commit');
  },
};
parentPort.on('message', ({ request, step }) => {
  try {
    steps[step]();
  } catch {}
  parentPort.postMessage(request);
});
`;

/**
 * Brings what was written back from the log of an SQLite file (WAL) on a thread of its own, and begins the log anew. A connection does so
 * by itself, in the middle of a commit, and its thread waits for the disk: https://sqlite.org/wal.html, section 3.
 */
export class SqliteCheckpoints {
  readonly #timer: NodeJS.Timeout;
  #worker: Worker | undefined;
  #end: NodeJS.Timeout | undefined;
  #requests = 0;
  #underWay = 0;
  #writtenBack: number;
  #closed = false;

  /** `changes`: how many rows this process has changed, ever. `alone` keeps this process from writing until the promise is settled. */
  constructor(
    private readonly file: string,
    private readonly changes: () => number,
    private readonly alone: (work: () => Promise<void>) => Promise<void>,
  ) {
    this.#writtenBack = changes();
    this.#timer = setInterval(() => {
      if (this.#underWay === 0 && this.#waiting >= worthwhile) void this.run();
    }, interval).unref();
  }

  /** Whoever writes much waits here between its writes: resolves at once while the log is short, else as run() does. */
  async settle(): Promise<void> {
    if (this.#waiting >= furthestAhead) await this.run();
  }

  /** Resolves once what is committed now stands in the file, as far as no reader is in the way. Never rejects. */
  async run(): Promise<void> {
    if (this.#closed) return;
    this.#writtenBack = this.changes();
    this.#underWay += 1;
    clearTimeout(this.#end);
    await this.#ask('writeBack');
    // Whatever was committed meanwhile is little. A database that is being closed lends nobody its connection.
    await this.alone(() => this.#ask('beginAnew')).catch(() => undefined);
    this.#underWay -= 1;
    if (!this.#closed && this.#underWay === 0) this.#end = setTimeout(() => void this.#stop(), idle).unref();
  }

  #ask(step: string): Promise<void> {
    if (this.#closed) return Promise.resolve();
    const worker = (this.#worker ??= this.#start());
    const request = (this.#requests += 1);
    return new Promise((resolve) => {
      const answered = (answer: unknown): void => {
        if (answer === request) done();
      };
      const done = (): void => {
        worker.off('message', answered).off('exit', done);
        resolve();
      };
      worker.on('message', answered).on('exit', done);
      worker.postMessage({ request, step });
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#stop();
  }

  /** Rows changed since the last checkpoint began. */
  get #waiting(): number {
    return this.#closed ? 0 : this.changes() - this.#writtenBack;
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
