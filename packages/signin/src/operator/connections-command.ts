// `npm run connections -- list|add|change|test|enable|disable|remove`: the connections in the database, beside a running application.
import { text as readStream } from 'node:stream/consumers';
import { clientOptionsOf } from '../config/client-options.js';
import { ownAddresses } from '../config/own-addresses.js';
import { loadSettings } from '../config/load-settings.js';
import type { ConnectionSettings } from '../config/settings.js';
import { readNamedFile } from '../config/system-error.js';
import { ConnectionTable } from '../connections/connection-table.js';
import { ConnectionTableError } from '../connections/connection-table-error.js';
import { storedConnection } from '../connections/load-connection.js';
import { openDatabase } from '../database/open-database.js';
import { failTool } from '../database/tool-failure.js';
import { OidcError, RelyingParty } from '@fanlight/oidc';
import { DatabaseUserStore } from '../users/database-user-store.js';
import { KeyRing } from '../session/key-ring.js';
import { openSessionStore } from '../session/open-session-store.js';
import { operateConnections } from './connections.js';
import { Revocations, UsageError } from './operator.js';
import { Sessions } from '../session/sessions.js';
import { testConnection } from './test-connection.js';

try {
  const settings = loadSettings();
  const database = await openDatabase(settings.database);
  const store = await openSessionStore(settings, database);
  try {
    const ring = new KeyRing(settings.session.secrets);
    const sessions = new Sessions(store, new DatabaseUserStore(database), ring, settings.session);
    const partyOf = ({ id, provider }: ConnectionSettings): RelyingParty =>
      new RelyingParty(clientOptionsOf({ ...settings, provider, connection: id }));
    const done = await operateConnections(process.argv.slice(2), {
      table: new ConnectionTable(database, ring),
      configured: settings.connections,
      read: (id, texts) => storedConnection(id, texts, settings),
      readFile: async (path) => (path === '-' ? readStream(process.stdin) : readNamedFile(path, process.cwd())),
      async endSessions(id, connection) {
        const revoked = new Revocations(async (_session, tokens) =>
          connection === undefined ? false : partyOf(connection).revoke(tokens),
        );
        const ended = await sessions.endByConnection(id, (some) => revoked.add(some));
        return `Ended ${ended === 1 ? '1 session' : `${ended} sessions`}.${revoked.told}`;
      },
      redirectUri: (id) => ownAddresses(settings.publicUrl, id).redirectUri,
      test: (connection) => testConnection(partyOf(connection)),
    });
    console.log(done);
  } finally {
    await store.close();
    await database.close();
  }
} catch (error) {
  if (error instanceof UsageError) {
    console.error(error.message);
    process.exitCode = 2;
  } else if (error instanceof ConnectionTableError || error instanceof OidcError) {
    console.error(`${error.code}: ${error.message}`);
    process.exitCode = 1;
  } else failTool(error);
}
