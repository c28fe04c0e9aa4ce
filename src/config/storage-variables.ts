import { z } from 'zod';
import { readDatabaseUrl } from './database-url.js';
import { readDuration } from './duration.js';
import { readSessionSecrets } from './session-secrets.js';
import { readSessionStoreUrl } from './session-store-url.js';
import { readBy } from './setting-schema.js';

/** Sessions, their life, and where they and the users are kept. */
export const storageVariables = z.object({
  SESSION_SECRET: readBy(readSessionSecrets).optional(),
  SESSION_IDLE_TIMEOUT: readBy(readDuration).optional(),
  SESSION_ABSOLUTE_TIMEOUT: readBy(readDuration).default(12 * 3600),
  DATABASE_URL: readBy(readDatabaseUrl).prefault('sqlite:data/app.db'),
  SESSION_STORE_URL: readBy(readSessionStoreUrl).default({ kind: 'database' }),
});
