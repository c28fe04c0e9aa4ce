import type { Kysely } from 'kysely';
import { up as auditEvents } from './0002-audit-events.js';
import { up as rateLimits } from './0003-rate-limits.js';
import { up as usersAndSessions } from './0001-users-and-sessions.js';

export interface Migration {
  /** Unique and never changed: the database remembers it. */
  readonly name: string;
  /** Runs inside a transaction. Must work on SQLite and PostgreSQL. */
  readonly up: (db: Kysely<unknown>) => Promise<void>;
}

/** In the order in which they run. Add at the end; never change or remove what has been released. */
export const migrations: readonly Migration[] = [
  { name: '0001-users-and-sessions', up: usersAndSessions },
  { name: '0002-audit-events', up: auditEvents },
  { name: '0003-rate-limits', up: rateLimits },
];
