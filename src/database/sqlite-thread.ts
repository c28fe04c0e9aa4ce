import { Worker } from 'node:worker_threads';
import type { CompiledQuery } from 'kysely';
import { StoreUnavailableError } from './errors.js';
import { busyTimeout } from './open-sqlite.js';
import { fromSqlite } from './sqlite-errors.js';

/** Milliseconds after which a thread that has nothing to do ends: a new one costs 40 ms. */
const idle = 60_000;

// As text, so that it is the same thread from the sources, the build and the bundle.
// On Linux a thread has a priority of its own: where there is one core for all, requests go before what nobody waits for.
// The first commit after all of the log is in the file begins it anew, and waits until the disk has its new head
// (https://sqlite.org/src/info/ff5be73dee). So a reader keeps the log from that while others write, and the thread makes that commit itself.
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { DatabaseSync } = require('node:sqlite');
if (process.platform === 'linux') try { require('node:os').setPriority(10); } catch {}
const [database, reader] = [1, 2].map(() => new DatabaseSync(workerData));
database.exec('pragma busy_timeout = ${busyTimeout}; pragma synchronous = normal; pragma wal_autocheckpoint = 0; pragma foreign_keys = on');
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
  change: ({ sql, parameters }) => database.prepare(sql).run(...parameters).changes,
};
parentPort.on('message', ({ request, step, query }) => {
  try {
    parentPort.postMessage({ request, changes: steps[step](query) });
  } catch ({ message, errcode }) {
    parentPort.postMessage({ request, failure: { message, errcode } });
  }
});
`;

interface Request {
  readonly request: number;
  readonly step: 'writeBack' | 'beginAnew' | 'change';
  readonly query: Pick<CompiledQuery, 'sql' | 'parameters'> | undefined;
}

interface Answer {
  readonly request: number;
  /** Of rows. */
  readonly changes?: number;
  /** What node:sqlite threw. */
  readonly failure?: { readonly message: string; readonly errcode?: number };
}

/**
 * A thread with a connection of its own to an SQLite file, which waits for the disk in place of the event loop. Its methods throw
 * StoreUnavailableError, also where close() ends what is under way.
 */
export class SqliteThread {
  #worker: Worker | undefined;
  #end: NodeJS.Timeout | undefined;
  #requests = 0;
  #underWay = 0;
  #closed = false;

  constructor(private readonly file: string) {}

  /** Brings what is committed from the log (WAL) into the file. To be followed by beginAnew(). */
  async writeBack(): Promise<void> {
    await this.#ask('writeBack');
  }

  /** Brings what was committed since, and begins the log anew. Nobody else should write meanwhile: they would wait in their commit. */
  async beginAnew(): Promise<void> {
    await this.#ask('beginAnew');
  }

  /** Commits one statement; answers how many rows it changed. As with beginAnew(), nobody else should write meanwhile. */
  async change({ sql, parameters }: CompiledQuery): Promise<number> {
    return (await this.#ask('change', { sql, parameters })).changes ?? 0;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop();
  }

  async #ask(step: Request['step'], query?: Request['query']): Promise<Answer> {
    if (this.#closed) throw unreachable();
    clearTimeout(this.#end);
    this.#underWay += 1;
    try {
      const answer = await this.#answer({ request: (this.#requests += 1), step, query });
      if (answer.failure) throw fromSqlite(Object.assign(new Error(answer.failure.message), answer.failure));
      return answer;
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#end = setTimeout(() => void this.#stop(), idle).unref();
    }
  }

  #answer(message: Request): Promise<Answer> {
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      const answered = (answer: Answer): void => {
        if (answer.request !== message.request) return;
        forget();
        resolve(answer);
      };
      const ended = (): void => {
        forget();
        reject(unreachable());
      };
      const forget = (): unknown => worker.off('message', answered).off('exit', ended);
      worker.on('message', answered).on('exit', ended);
      worker.postMessage(message);
    });
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

function unreachable(): StoreUnavailableError {
  return new StoreUnavailableError('store_unreachable', 'The database file cannot be read or written.', { setting: 'DATABASE_URL' });
}
