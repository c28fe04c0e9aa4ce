import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema.js';

/** A query of a hot path, built and compiled once: building it anew costs several times what SQLite needs to answer it. */
export class PreparedQuery<Row> {
  readonly #compiled: CompiledQuery<Row>;

  /** `query` is built with any values in the places that change; execute() gives the real ones. */
  constructor(query: Compilable<Row>) {
    this.#compiled = query.compile();
  }

  /** `parameters`: every value of the query, in the order in which it names them. */
  async execute(db: Kysely<Schema>, parameters: readonly unknown[]): Promise<Row[]> {
    return (await db.executeQuery<Row>({ ...this.#compiled, parameters })).rows;
  }
}
