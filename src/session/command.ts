// `npm run sessions -- list|end [--user WHO | --all]`: for the operator, beside a running application or without it.
import { loadSettings } from '../config/load-settings.js';
import { openDatabase } from '../database/open-database.js';
import { failTool } from '../database/tool-failure.js';
import { Users } from '../users/users.js';
import { KeyRing } from './key-ring.js';
import { openSessionStore } from './open-session-store.js';
import { operate, UsageError } from './operator.js';
import { Sessions } from './sessions.js';

try {
  const settings = loadSettings();
  const database = await openDatabase(settings.database);
  const users = new Users(database);
  const store = await openSessionStore(settings, database, users);
  try {
    console.log(await operate(process.argv.slice(2), users, new Sessions(store, new KeyRing(settings.session.secrets), settings.session)));
  } finally {
    await store.close();
    await database.close();
  }
} catch (error) {
  if (error instanceof UsageError) {
    console.error(error.message);
    process.exitCode = 2;
  } else {
    failTool(error);
  }
}
