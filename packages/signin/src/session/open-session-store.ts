import type { Settings } from '../config/settings.js';
import type { Database } from '../database/database.js';
import { withoutDriver } from '../database/errors.js';
import { DatabaseSessionStore } from './database-session-store.js';
import type { SessionStore } from './session-store.js';

/** The store that the settings name. A store that is down is no error here: what needs it throws StoreUnavailableError until it is back. `warn` is told then. */
export async function openSessionStore(
  settings: Pick<Settings, 'session' | 'sessionStore'>,
  database: Database,
  warn?: (message: string) => void,
): Promise<SessionStore> {
  if (settings.sessionStore.kind === 'redis') {
    const { RedisLink } = await import('./redis/redis-link.js').catch(withoutDriver('SESSION_STORE_URL', '@redis/client'));
    const { RedisSessionStore } = await import('./redis/redis-session-store.js');
    return new RedisSessionStore(await RedisLink.open(settings.sessionStore, warn), {
      idle: settings.session.idleTimeout * 1000,
    });
  }
  return new DatabaseSessionStore(database);
}
