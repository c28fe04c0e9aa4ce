import type { StatementSync } from 'node:sqlite';
import type { Compilable } from 'kysely';
import type { Database } from './database.js';
import { mappingSqliteErrors } from './sqlite-errors.js';

/**
 * A reading query of a hot path, built and compiled once: building it anew costs several times what the database needs to answer it.
 * It sees committed data only. On SQLite it is a statement without a promise, on PostgreSQL one that the server plans once per connection.
 */
export class PreparedQuery<Row extends object> {
  readonly #run: (parameters: readonly (string | number)[]) => Row[] | Promise<Row[]>;

  /** `name`: unique in the application. `query` is built with any values in the places that change; execute() gives the real ones. */
  constructor({ direct }: Database, name: string, query: Compilable<Row>) {
    const { sql } = query.compile();
    if (direct.kind === 'sqlite') {
      const { reader } = direct;
      let statement: StatementSync | undefined;
      // Prepared at first use: a database that is away at the start may come back.
      this.#run = (parameters) => mappingSqliteErrors(() => (statement ??= reader.prepare(sql)).all(...parameters) as unknown as Row[]);
    } else {
      const { pool } = direct;
      this.#run = (parameters) => pool.query<Row>(name, sql, parameters);
    }
  }

  /** `parameters`: every value of the query, in the order in which it names them. Throws StoreUnavailableError. */
  execute(...parameters: readonly (string | number)[]): Row[] | Promise<Row[]> {
    return this.#run(parameters);
  }
}
