import type { DatabaseSync } from 'node:sqlite';
import { mappingSqliteErrors } from './sqlite-errors.js';

/** Connections with a transaction under way, for Node before 22.16, where a connection does not say so itself. */
const underWay = new WeakSet<DatabaseSync>();

export function isInTransaction(connection: DatabaseSync): boolean {
  return 'isTransaction' in connection ? connection.isTransaction : underWay.has(connection);
}

/** To be called by whoever begins a transaction, and when it is committed. */
export function noteTransaction(connection: DatabaseSync, isOpen: boolean): void {
  if (isOpen) underWay.add(connection);
  else underWay.delete(connection);
}

/** SQLite itself rolls back when the disk is full or fails; rolling back once more is an error that would hide the first. */
export function rollBack(connection: DatabaseSync): void {
  try {
    mappingSqliteErrors(() => connection.exec('rollback'));
  } catch (error) {
    if (connection.isTransaction) throw error;
  } finally {
    noteTransaction(connection, false);
  }
}
