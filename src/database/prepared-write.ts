import type { StatementSync } from 'node:sqlite';
import { CompiledQuery, type Compilable } from 'kysely';
import type { Database } from './database.js';
import { mappingSqliteErrors } from './sqlite-errors.js';

/**
 * A writing statement of a hot path, built and compiled once. It is committed by itself before execute() resolves.
 * On SQLite it is written at once, on PostgreSQL it is a statement that the server plans once per connection.
 */
export class PreparedWrite<Row extends object> {
  readonly #run: (parameters: readonly (string | number | null)[]) => Promise<Row[]>;

  /** `name`: unique in the application. `query` is built with any values in the places that change; execute() gives the real ones. */
  constructor({ direct, kysely }: Database, name: string, query: Compilable<Row>) {
    const { sql } = query.compile();
    if (direct.kind === 'sqlite') {
      const { writer } = direct;
      let statement: StatementSync | undefined;
      this.#run = async (parameters) => {
        if (!writer.free) return (await kysely.executeQuery<Row>(CompiledQuery.raw(sql, [...parameters]))).rows;
        return mappingSqliteErrors(() => (statement ??= writer.prepare(sql)).all(...parameters)) as Row[];
      };
    } else {
      const { pool } = direct;
      this.#run = (parameters) => pool.query<Row>(name, sql, parameters);
    }
  }

  /** `parameters`: every value of the statement, in the order in which it names them. Answers the rows that it returns. Throws StoreUnavailableError. */
  execute(...parameters: readonly (string | number | null)[]): Promise<Row[]> {
    return this.#run(parameters);
  }
}
