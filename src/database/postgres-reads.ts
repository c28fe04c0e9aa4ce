import type pg from 'pg';
import { StoreUnavailableError } from './errors.js';
import { fromPostgres } from './postgres-errors.js';
import { PostgresReadBatch, type NamedRead, type PendingRead } from './postgres-read-batch.js';

/** Reads in one batch. The server answers them one after the other: more would spare little, and wait long when it is slow. */
const most = 8;

/**
 * Gathers the reads of one turn of the event loop, of one request or of several, and sends them together.
 * None waits for an answer to others that is still on its way: each batch takes a connection of its own.
 */
export class PostgresReads {
  #pending: PendingRead[] = [];

  /** `prepare`: undefined when there is nothing to prepare. */
  constructor(
    private readonly pool: pg.Pool,
    private readonly prepare: () => Promise<void> | undefined,
  ) {}

  /** Answers the rows as arrays of their columns. They are as of a moment after this call. Throws StoreUnavailableError. */
  ask(statement: NamedRead, values: string[]): Promise<unknown[][]> {
    return new Promise((resolve, reject) => {
      if (this.#pending.length === 0) setImmediate(() => this.#sendPending());
      this.#pending.push({ statement, values, rows: [], resolve, reject });
    });
  }

  #sendPending(): void {
    const reads = this.#pending;
    this.#pending = [];
    const preparation = this.prepare();
    if (preparation === undefined) this.#send(reads);
    else
      preparation.then(
        () => this.#send(reads),
        (error: unknown) => fail(reads, error),
      );
  }

  #send(reads: readonly PendingRead[]): void {
    for (let from = 0; from < reads.length; from += most) this.#exchange(reads.slice(from, from + most));
  }

  #exchange(reads: readonly PendingRead[]): void {
    this.pool.connect((refusal, client, release) => {
      if (client === undefined) return fail(reads, fromPostgres(refusal));
      const batch = new PostgresReadBatch(reads, (error, left) => {
        release(error !== undefined);
        if (left.length > 0) this.#explain(fromPostgres(error), left);
      });
      client.query(batch);
    });
  }

  /** Whoever is in the same batch shares an outage, so that nobody waits twice, but not the mistake of the `failed` statement. */
  #explain(error: unknown, [failed, ...others]: readonly PendingRead[]): void {
    failed?.reject(error);
    if (error instanceof StoreUnavailableError) fail(others, error);
    else if (others.length > 0) this.#exchange(others);
  }
}

function fail(reads: readonly PendingRead[], error: unknown): void {
  for (const read of reads) read.reject(error);
}
