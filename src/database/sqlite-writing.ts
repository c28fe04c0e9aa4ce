import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { mappingSqliteErrors } from './sqlite-errors.js';
import { isInTransaction, noteTransaction, rollBack } from './sqlite-transactions.js';

/** The writing connection of a SQLite database, for what is to be written at once: without Kysely, a promise or a turn of the event loop. */
export class SqliteWriter {
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #withheld = false;

  constructor(private readonly connection: DatabaseSync) {
    this.#begin = this.prepare('begin immediate');
    this.#commit = this.prepare('commit');
  }

  /**
   * False while Kysely is between two statements of a transaction on this connection: what is written then would be part of it,
   * and gone with it. False as well while the connection is withheld. Whoever writes asks first, and goes through Kysely, which waits,
   * where it is false.
   */
  get free(): boolean {
    return !this.#withheld && !isInTransaction(this.connection);
  }

  /** To be called by whoever has Kysely's connection: nothing is written at once until `work` is done. */
  async withhold<T>(work: () => Promise<T>): Promise<T> {
    this.#withheld = true;
    try {
      return await work();
    } finally {
      this.#withheld = false;
    }
  }

  prepare(sql: string): StatementSync {
    return mappingSqliteErrors(() => this.connection.prepare(sql));
  }

  /** Commits what `work` writes, or nothing of it. Takes the write lock first, as Kysely's transactions do. Throws StoreUnavailableError. */
  transact(work: () => void): void {
    mappingSqliteErrors(() => {
      this.#begin.run();
      noteTransaction(this.connection, true);
      try {
        work();
        this.#commit.run();
        noteTransaction(this.connection, false);
      } catch (error) {
        rollBack(this.connection);
        throw error;
      }
    });
  }
}
