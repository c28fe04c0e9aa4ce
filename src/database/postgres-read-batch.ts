import type pg from 'pg';
import { types } from './postgres-types.js';

/** A reading statement, which the server parses once per connection. */
export interface NamedRead {
  /** Unique in the application. */
  readonly name: string;
  readonly text: string;
}

/** One execution of it, for one caller. */
export interface PendingRead {
  readonly statement: NamedRead;
  /** As the server takes them: as text. */
  readonly values: string[];
  /** Each an array of its columns. */
  readonly rows: unknown[][];
  resolve(rows: unknown[][]): void;
  reject(error: unknown): void;
}

/** Makes a value of a column's text. */
type ColumnParser = (text: string) => unknown;

/** The statements that a connection has parsed, by name, with their columns as the server described them then. */
const parsed = new WeakMap<pg.Connection, Map<string, readonly ColumnParser[]>>();

/**
 * Several reads as one exchange with the server: one write and one answer, which cost most of what a small read costs.
 * One Sync ends them all, as in the batches of the JDBC driver. They are one query to whatever is in between, other than a pipeline,
 * which has several on their way and on which at least one pooler hangs.
 * For pg.Client.query(), once.
 */
export class PostgresReadBatch implements pg.Submittable {
  /** Where pg ends its own timeout. */
  callback: ((error?: unknown) => void) | undefined;
  #columns = new Map<string, readonly ColumnParser[]>();
  #current = 0;

  /** `done` is called once: with an error the connection must be given up, and `left` have no answer, the first of them because of it. */
  constructor(
    private readonly reads: readonly PendingRead[],
    private done: ((error: unknown, left: readonly PendingRead[]) => void) | undefined,
  ) {}

  submit(connection: pg.Connection): void {
    this.#columns = parsed.get(connection) ?? this.#columns;
    parsed.set(connection, this.#columns);
    connection.stream.cork();
    for (const { statement, values } of this.reads) {
      const { name, text } = statement;
      if (!this.#columns.has(name)) {
        connection.parse({ name, text, types: [] }, true);
        connection.describe({ type: 'S', name }, true);
        this.#columns.set(name, []);
      }
      connection.bind({ statement: name, values }, true);
      connection.execute(null, true);
    }
    connection.sync();
    connection.stream.uncork();
  }

  handleRowDescription({ fields }: { readonly fields: readonly pg.FieldDef[] }): void {
    const read = this.reads[this.#current];
    const parsers = fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, 'text') as ColumnParser);
    if (read) this.#columns.set(read.statement.name, parsers);
  }

  /** `fields`: ours to change. */
  handleDataRow({ fields }: { readonly fields: unknown[] }): void {
    const read = this.reads[this.#current];
    const parsers = read && this.#columns.get(read.statement.name);
    parsers?.forEach((parse, column) => {
      if (fields[column] !== null) fields[column] = parse(fields[column] as string);
    });
    read?.rows.push(fields);
  }

  handleCommandComplete(): void {
    const read = this.reads[this.#current];
    this.#current += 1;
    read?.resolve(read.rows);
  }

  handleReadyForQuery(): void {
    this.#end();
  }

  handleError(error: unknown): void {
    this.#end(error);
  }

  #end(error?: unknown): void {
    this.callback?.(error);
    this.done?.(error, this.reads.slice(this.#current));
    // An error may be told twice: that the time is over, then that the connection is closed.
    this.done = undefined;
  }
}
