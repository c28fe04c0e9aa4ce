import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { DirectSqlite } from './database.js';
import { mappingSqliteErrors } from './sqlite-errors.js';

/**
 * A reading statement without a promise, which sees committed data only. Its rows are arrays of their columns, which cost less than objects.
 *
 * The writing connection answers it, unless a transaction is under way there: after each commit of another connection SQLite drops all
 * pages that a connection has in memory, so the reading one has to read them anew after every write.
 */
export class SqliteReading<Columns extends readonly unknown[]> {
  #onWriter: StatementSync | undefined;
  #onReader: StatementSync | undefined;

  constructor(
    private readonly direct: DirectSqlite,
    private readonly sql: string,
  ) {}

  /** The first row. Throws StoreUnavailableError. */
  first(parameter: SQLInputValue): Columns | undefined {
    const row = mappingSqliteErrors(() => this.#statement().get(parameter));
    return row === undefined ? undefined : asColumns<Columns>(row);
  }

  /** Throws StoreUnavailableError. */
  all(parameters: readonly SQLInputValue[]): Columns[] {
    return mappingSqliteErrors(() => this.#statement().all(...parameters)).map(asColumns<Columns>);
  }

  /** Prepared at first use: a database that is away at the start may come back. */
  #statement(): StatementSync {
    const { reader, writer } = this.direct;
    if (writer.free) return (this.#onWriter ??= returnArrays(writer.prepare(this.sql)));
    return (this.#onReader ??= returnArrays(reader.prepare(this.sql)));
  }
}

function returnArrays(statement: StatementSync): StatementSync {
  // Came with Node 22.16; before that rows are objects.
  if ('setReturnArrays' in statement) statement.setReturnArrays(true);
  return statement;
}

function asColumns<Columns extends readonly unknown[]>(row: Record<string, SQLOutputValue>): Columns {
  return (Array.isArray(row) ? row : Object.values(row)) as unknown as Columns;
}
