import type { Compilable } from 'kysely';
import type { Database } from './database.js';
import { SqliteReading } from './sqlite-reading.js';

/**
 * A reading query of a hot path, built and compiled once: building it anew costs several times what the database needs to answer it.
 * It sees committed data only. On SQLite it is a statement without a promise, on PostgreSQL one that the server plans once per connection.
 */
export class PreparedQuery<Columns extends readonly unknown[], Entry> {
  readonly #run: (parameters: readonly (string | number)[]) => Entry[] | Promise<Entry[]>;

  /**
   * `name`: unique in the application. `query` is built with any values in the places that change; execute() gives the real ones.
   * `read` makes an entry of the columns of a row, in the order in which the query selects them: an array costs less than an object.
   */
  constructor({ direct }: Database, name: string, query: Compilable, read: (columns: Columns) => Entry) {
    const { sql } = query.compile();
    if (direct.kind === 'sqlite') {
      const reading = new SqliteReading<Columns>(direct, sql);
      this.#run = (parameters) => reading.all(parameters).map(read);
    } else {
      const { pool } = direct;
      const statement = { name, text: sql };
      this.#run = async (parameters) => (await pool.read<Columns>(statement, parameters.map(String))).map(read);
    }
  }

  /** `parameters`: every value of the query, in the order in which it names them. Throws StoreUnavailableError. */
  execute(...parameters: readonly (string | number)[]): Entry[] | Promise<Entry[]> {
    return this.#run(parameters);
  }
}
