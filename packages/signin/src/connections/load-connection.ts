import { dirname } from 'node:path';
import { ConfigurationError, ProblemList } from '../config/configuration-error.js';
import { readConnection } from '../config/provider/connection-settings.js';
import { type ConnectionSettings, defaultConnection, type Settings } from '../config/settings.js';
import { DatabaseError } from '../database/errors.js';
import { withDatabase } from '../database/with-database.js';
import { ConnectionTableError } from './connection-table-error.js';

/**
 * Reads a connection of the database from its texts.
 * @throws ConfigurationError with every problem at once, by the names of the texts
 */
export function storedConnection(
  id: string,
  texts: ReadonlyMap<string, string>,
  { proxy, entry, dataDirectory }: Pick<Settings, 'proxy' | 'entry' | 'dataDirectory'>,
): ConnectionSettings {
  const problems = new ProblemList();
  const connection = readConnection(id, texts, { directory: dirname(dataDirectory), proxy, entry }, problems);
  if (connection === undefined || !problems.isEmpty) throw problems.toError();
  return connection;
}

/**
 * The settings as they are for whoever signs in by a connection: `provider` and `scim` are its own, and so is what `connection` makes of addresses. The database is opened where the settings do not name it.
 * @throws ConfigurationError also where there is no such connection, or where it cannot be read
 */
export async function settingsFor(
  settings: Settings,
  id: string,
): Promise<Settings & Pick<ConnectionSettings, 'scim'> & { readonly connection: string }> {
  const own = settings.connections.find((connection) => connection.id === id) ?? (await readStored(settings, id));
  const { embeddedProvider } = settings;
  return {
    ...settings,
    connection: id,
    provider: own.provider,
    scim: own.scim,
    embeddedProvider: id === defaultConnection ? embeddedProvider : undefined,
  };
}

async function readStored(settings: Settings, id: string): Promise<ConnectionSettings> {
  // Not before it is needed: whoever only reads settings loads no database.
  const [{ ConnectionTable }, { KeyRing }] = await Promise.all([import('./connection-table.js'), import('../session/key-ring.js')]);
  try {
    const ring = new KeyRing(settings.session.secrets);
    const stored = await withDatabase(settings.database, (database) => new ConnectionTable(database, ring).byId(id));
    if (stored !== undefined) return storedConnection(id, stored.texts, settings);
  } catch (error) {
    if (!(error instanceof ConnectionTableError) && !(error instanceof DatabaseError)) throw error;
    const setting = error instanceof DatabaseError ? error.setting : `The connection ${id}`;
    throw new ConfigurationError([{ setting, problem: 'cannot be used', fix: error.message }], []);
  }
  throw new ConfigurationError(
    [
      {
        setting: `The connection ${id}`,
        problem: 'is neither in CONNECTIONS nor in the database',
        fix: 'npm run connections -- list shows all.',
      },
    ],
    [],
  );
}
