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
/** Pages in the log, 32 MB, after which writers may be made to wait a moment. */
const longLog = 8192;

// As text, so that it is the same thread from the sources, the build and the bundle. An error is left to the next write, which meets it too.
// On Linux a thread has a priority of its own: where there is one core for all, requests go before what nobody waits for.
// SQLite begins the log anew only when all of it is in the file. What was committed during a pass, which its answer does not count, is left
// to the next, shorter one; where the log grows for all that, its last few pages are written while nobody else may commit.
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { DatabaseSync } = require('node:sqlite');
if (process.platform === 'linux') try { require('node:os').setPriority(10); } catch {}
const database = new DatabaseSync(workerData);
database.exec('pragma synchronous = normal; pragma busy_timeout = 20');
const pass = (mode) => database.prepare('pragma wal_checkpoint(' + mode + ')').get().log;
function checkpoint() {
  let length = pass('passive');
  for (let more = 0; more < 3; more += 1) {
    const before = length;
    length = pass('passive');
    if (length === before) return;
  }
  if (length > ${longLog}) pass('full');
}
parentPort.on('message', (request) => {
  try {
    checkpoint();
  } catch {}
  parentPort.postMessage(request);
});
`;

/**
 * Brings what was written back from the log of an SQLite file (WAL) on a thread of its own. A connection does so by itself when the log
 * is long, in the middle of a commit, and its thread waits for the disk: https://sqlite.org/wal.html, section 3.
 */
export class SqliteCheckpoints {
  readonly #timer: NodeJS.Timeout;
  #worker: Worker | undefined;
  #end: NodeJS.Timeout | undefined;
  #requests = 0;
  #underWay = 0;
  #writtenBack: number;
  #closed = false;

  /** `changes`: how many rows this process has changed, ever. */
  constructor(
    private readonly file: string,
    private readonly changes: () => number,
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
  run(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#writtenBack = this.changes();
    const worker = (this.#worker ??= this.#start());
    clearTimeout(this.#end);
    const request = (this.#requests += 1);
    this.#underWay += 1;
    return new Promise((resolve) => {
      const answered = (answer: unknown): void => {
        if (answer === request) done();
      };
      const done = (): void => {
        worker.off('message', answered).off('exit', done);
        this.#underWay -= 1;
        if (!this.#closed && this.#underWay === 0) this.#end = setTimeout(() => void this.#stop(), idle).unref();
        resolve();
      };
      worker.on('message', answered).on('exit', done);
      worker.postMessage(request);
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
