import type { CompiledQuery } from 'kysely';
import { SqliteThread } from './sqlite-thread.js';

/** Milliseconds between two looks at how much was written. */
const interval = 1000;
/**
 * Changed rows, some four pages in the log each, that are worth a checkpoint (4 MB: SQLite's own measure; a power cut may take what it has
 * not brought to the disk), and by which a change of many may be ahead of it.
 */
const worthwhile = 250;
const furthestAhead = 1000;

/**
 * What is done to an SQLite file beside the event loop: what was written is brought back from the log (WAL), and many rows are changed.
 * A connection writes back by itself, in the middle of a commit, and its thread waits for the disk: https://sqlite.org/wal.html, section 3.
 */
export class SqliteBackground {
  readonly #thread: SqliteThread;
  readonly #timer: NodeJS.Timeout;
  #changed = 0;
  #writtenBack: number;
  #underWay = 0;

  /** `changes`: how many rows this process has changed, ever. `alone` keeps this process from writing until the promise is settled. */
  constructor(
    file: string,
    private readonly changes: () => number,
    private readonly alone: <T>(work: () => Promise<T>) => Promise<T>,
  ) {
    this.#thread = new SqliteThread(file);
    this.#writtenBack = changes();
    this.#timer = setInterval(() => {
      if (this.#underWay === 0 && this.#waiting >= worthwhile) void this.checkpoint();
    }, interval).unref();
  }

  /**
   * Commits a statement that changes many rows; answers how many, without those that go with them. Who writes meanwhile waits without
   * holding up the event loop. Throws StoreUnavailableError.
   */
  async change(query: CompiledQuery): Promise<number> {
    if (this.#waiting >= furthestAhead) await this.checkpoint();
    const changed = await this.alone(() => this.#thread.change(query));
    this.#changed += changed;
    return changed;
  }

  /** Resolves once what is committed now stands in the file, as far as no reader is in the way. Never rejects. */
  async checkpoint(): Promise<void> {
    this.#underWay += 1;
    try {
      this.#writtenBack = this.#written;
      await this.#thread.writeBack();
      // Whatever was committed meanwhile is little.
      await this.alone(() => this.#thread.beginAnew());
    } catch {
      // The next write meets it too, unless the database was closed.
    } finally {
      this.#underWay -= 1;
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#thread.close();
  }

  get #written(): number {
    return this.changes() + this.#changed;
  }

  /** Rows changed since the last checkpoint began. */
  get #waiting(): number {
    return this.#written - this.#writtenBack;
  }
}
