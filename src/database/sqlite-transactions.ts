import type { DatabaseSync } from 'node:sqlite';

/** Connections with a transaction under way, for Node before 22.16, where a connection does not say so itself. */
const underWay = new WeakSet<DatabaseSync>();

export function isInTransaction(connection: DatabaseSync): boolean {
  return 'isTransaction' in connection ? connection.isTransaction : underWay.has(connection);
}

/** To be called by whoever begins a transaction, and when it has ended. */
export function noteTransaction(connection: DatabaseSync, isOpen: boolean): void {
  if (isOpen) underWay.add(connection);
  else underWay.delete(connection);
}
