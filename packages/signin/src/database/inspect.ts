// `npm run db:inspect [-- rows]`: prints the newest rows of the database that the settings name.
import { loadSettings } from '../config/load-settings.js';
import { describeRows } from './describe-rows.js';
import { openDatabase } from './open-database.js';
import { failTool } from './tool-failure.js';

try {
  const rows = Number(process.argv[2] ?? 3);
  const settings = loadSettings();
  const database = await openDatabase(settings.database);
  try {
    console.log(await describeRows(database, rows));
    if (settings.sessionStore.kind === 'redis')
      console.log('\nSessions are in Redis, where SESSION_STORE_URL says: keys okta-nest-signin:*');
  } finally {
    await database.close();
  }
} catch (error) {
  failTool(error);
}
