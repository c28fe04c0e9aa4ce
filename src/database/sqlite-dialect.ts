import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import { mappingSqliteErrors } from './sqlite-errors.js';
import { noteTransaction, rollBack } from './sqlite-transactions.js';

// The application has a few dozen different statements; only lists of varying length could make more.
const keptStatements = 200;

/** Kysely on node:sqlite: statements are prepared once, transactions take the write lock at their beginning. */
export class NodeSqliteDialect implements Dialect {
  constructor(private readonly database: DatabaseSync) {}

  createDriver(): Driver {
    return new ImmediateDriver(this.database);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new SqliteAdapter();
  }

  createIntrospector<DB>(db: Kysely<DB>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

class ImmediateDriver extends SqliteDriver {
  constructor(private readonly database: DatabaseSync) {
    super({ database: adapt(database) });
  }

  /** A transaction that begins with reading and writes later fails when another process wrote in between, without waiting: so lock first. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    noteTransaction(this.database, true);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    noteTransaction(this.database, false);
  }

  override async rollbackTransaction(): Promise<void> {
    rollBack(this.database);
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
