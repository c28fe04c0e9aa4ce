import type { Settings } from '../config/settings.js';
import type { Database } from '../database/database.js';
import type { OnOutage } from '../database/errors.js';
import type { Users } from '../users/users.js';
import { PostgresSessionStore } from './database/postgres-session-store.js';
import { SqliteSessionStore } from './database/sqlite-session-store.js';
import type { SessionStore } from './session-store.js';

/** The store that the settings name. A store that is down is no error here: what needs it throws StoreUnavailableError until it is back. */
export async function openSessionStore(
  settings: Pick<Settings, 'session' | 'sessionStore'>,
  database: Database,
  users: Users,
  onOutage?: OnOutage,
): Promise<SessionStore> {
  if (settings.sessionStore.kind === 'redis') {
    const { RedisLink } = await import('./redis/redis-link.js');
    const { RedisSessionStore } = await import('./redis/redis-session-store.js');
    const store = new RedisSessionStore(await RedisLink.open(settings.sessionStore, onOutage), {
      idle: settings.session.idleTimeout * 1000,
      userExists: async (id) => (await users.find(id)) !== undefined,
    });
    users.onDeleted((userId) => store.remove({ by: 'user', userId, except: undefined }));
    return store;
  }
  const { direct } = database;
  return direct.kind === 'sqlite' ? new SqliteSessionStore(database, direct) : new PostgresSessionStore(database, direct.pool);
}
