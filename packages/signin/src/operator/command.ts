// `npm run sessions -- list|end [--user WHO | --all]`: for the operator, beside a running application or without it.
import type { MakeRelyingParty } from '../auth/connections/connection.js';
import { Connections } from '../auth/connections/connections.js';
import { StoredConnections } from '../auth/connections/stored-connections.js';
import { loadSettings } from '../config/load-settings.js';
import { clientOptionsOf } from '../config/client-options.js';
import { ConnectionTable } from '../connections/connection-table.js';
import { openDatabase } from '../database/open-database.js';
import { failTool } from '../database/tool-failure.js';
import { RelyingParty } from '@fanlight/oidc';
import { DatabaseUserStore } from '../users/database-user-store.js';
import { KeyRing } from '../session/key-ring.js';
import { openSessionStore } from '../session/open-session-store.js';
import { operate, type Revoke, UsageError } from './operator.js';
import { Sessions } from '../session/sessions.js';

try {
  const settings = loadSettings();
  const database = await openDatabase(settings.database);
  const users = new DatabaseUserStore(database);
  const store = await openSessionStore(settings, database);
  try {
    const ring = new KeyRing(settings.session.secrets);
    const sessions = new Sessions(store, users, ring, settings.session);
    const make: MakeRelyingParty = (connection, provider) => new RelyingParty(clientOptionsOf({ ...settings, provider, connection }));
    const connections = new Connections(settings, make, [new StoredConnections(new ConnectionTable(database, ring))]);
    const revoke: Revoke = async (session, tokens) => {
      const connection = await connections.ofSession(session);
      if (connection === undefined) throw new Error('The connection of the session is gone.');
      return connection.relyingParty.revoke(tokens);
    };
    console.log(await operate(process.argv.slice(2), users, sessions, revoke));
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
