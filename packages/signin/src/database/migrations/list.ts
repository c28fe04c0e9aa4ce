import type { Migration } from 'kysely/migration';
import * as auditEvents from './0002-audit-events.js';
import * as rateLimits from './0003-rate-limits.js';
import * as tablePrefix from './0004-table-prefix.js';
import * as connections from './0005-connections.js';
import * as storedConnections from './0006-stored-connections.js';
import * as identities from './0007-identities.js';
import * as connectionTokens from './0008-connection-tokens.js';
import * as usersAndSessions from './0001-users-and-sessions.js';

/**
 * In the order in which they run, which is that of their names: the database remembers them. Add at the end; never change or remove what
 * has been released. Each runs inside a transaction, works on SQLite and PostgreSQL, and only adds: the release before works beside it.
 * The prefix is the one exception.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-users-and-sessions': usersAndSessions,
  '0002-audit-events': auditEvents,
  '0003-rate-limits': rateLimits,
  '0004-table-prefix': tablePrefix,
  '0005-connections': connections,
  '0006-stored-connections': storedConnections,
  '0007-identities': identities,
  '0008-connection-tokens': connectionTokens,
};
