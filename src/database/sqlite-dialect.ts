import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { CompiledQuery, SqliteDialect, SqliteDriver, type DatabaseConnection, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { mappingSqliteErrors } from './sqlite-errors.js';

// The application has a few dozen different statements; only lists of varying length could make more.
const keptStatements = 200;

/** Kysely on node:sqlite: statements are prepared once, transactions take the write lock at their beginning. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;

  constructor(database: DatabaseSync) {
    const adapted = adapt(database);
    super({ database: adapted });
    this.#database = adapted;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver({ database: this.#database });
  }
}

/** A transaction that begins with reading and writes later fails when another process wrote in between, without waiting: so lock first. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

function adapt(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const statement = mappingSqliteErrors(() => adaptStatement(database.prepare(text), text));
      if (kept.size >= keptStatements) kept.delete(kept.keys().next().value ?? '');
      kept.set(text, statement);
      return statement;
    },
  };
}

function adaptStatement(statement: StatementSync, text: string): SqliteStatement {
  return {
    reader: returnsRows(statement, text),
    all: (parameters) => mappingSqliteErrors(() => statement.all(...values(parameters))),
    run: (parameters) => mappingSqliteErrors(() => statement.run(...values(parameters))),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

function returnsRows(statement: StatementSync, text: string): boolean {
  // StatementSync.columns came with Node 22.16.
  if ('columns' in statement) return statement.columns().length > 0;
  return /^\s*(select|with|pragma|values)\b|\breturning\b/i.test(text);
}

function values(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
