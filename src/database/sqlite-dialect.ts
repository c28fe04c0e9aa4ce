import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteAdapter, SqliteDialect, type DialectAdapter, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { mappingSqliteErrors } from './sqlite-errors.js';
import { refuseUnstorable } from './storable-text.js';

/** The application has a few dozen different statements; lists of varying length could make any number. */
const maxKeptStatements = 200;

/** Kysely's own dialect on node:sqlite. Transactions take the write lock at their beginning. */
export class NodeSqliteDialect extends SqliteDialect {
  constructor(database: DatabaseSync) {
    super({ database: adapt(database) });
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter();
  }
}

class TransactionalAdapter extends SqliteAdapter {
  /** SQLite's DDL is transactional (https://sqlite.org/transactional.html): Kysely may migrate in one transaction. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function adapt(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const statement = mappingSqliteErrors(() => adaptStatement(database, text));
      if (kept.size >= maxKeptStatements) kept.delete(kept.keys().next().value ?? '');
      kept.set(text, statement);
      return statement;
    },
  };
}

function adaptStatement(database: DatabaseSync, text: string): SqliteStatement {
  // A transaction that begins with reading and writes later fails when another process wrote in between, without waiting: so lock first.
  const statement = database.prepare(text === 'begin' ? 'begin immediate' : text);
  return {
    reader: returnsRows(statement, text),
    all: (parameters) => mappingSqliteErrors(() => statement.all(...checked(parameters))),
    run: (parameters) => mappingSqliteErrors(() => (text === 'rollback' ? rollBack(statement) : statement.run(...checked(parameters)))),
    iterate: (parameters) => statement.iterate(...checked(parameters)),
  };
}

/** SQLite itself rolls back when the disk is full or fails; rolling back once more is an error that would hide the first. */
function rollBack(rollback: StatementSync): ReturnType<StatementSync['run']> {
  try {
    return rollback.run();
  } catch (error) {
    if (String(error).includes('no transaction is active')) return { changes: 0, lastInsertRowid: 0 };
    throw error;
  }
}

function returnsRows(statement: StatementSync, text: string): boolean {
  // StatementSync.columns came with Node 22.16.
  if ('columns' in statement) return statement.columns().length > 0;
  return /^\s*(select|with|pragma|values)\b|\breturning\b/i.test(text);
}

function checked(parameters: readonly unknown[]): SQLInputValue[] {
  refuseUnstorable(parameters);
  return parameters as SQLInputValue[];
}
