import { parseArgs } from 'node:util';
import { ConfigurationError, SettingRefused } from '../config/configuration-error.js';
import { type ConnectionSettings, defaultConnection } from '../config/settings.js';
import { isSecretVariable, secretFileVariables } from '../config/sources/setting-sources.js';
import { isConnectionId, isConnectionVariable } from '../config/variables/connection-variables.js';
import { ConnectionTableError } from '../connections/connection-table-error.js';
import type { ConnectionKeys, ConnectionTable, ListedConnection } from '../connections/connection-table.js';
import { printable } from '../database/printable.js';
import { UsageError } from './operator.js';

export const connectionsUsage = `npm run connections -- list                     every connection
npm run connections -- add ID NAME=VALUE ...     a new one, at once in use
npm run connections -- change ID NAME=VALUE ...  NAME= takes a setting away
npm run connections -- test ID                   asks its provider what can be asked without a person
npm run connections -- disable ID [--end-sessions]
npm run connections -- enable ID
npm run connections -- remove ID                 its sessions end

NAME is what a single provider is configured with, as in .env.example (OKTA_ORG_URL, OIDC_ISSUER, OIDC_CLIENT_ID ...), or one of
LABEL, DOMAINS, HIDDEN and ALLOWED_EMAIL_DOMAINS, ALLOWED_GROUPS, ALLOWED_EMAILS.
A secret comes from a file, or by - from the standard input: OIDC_CLIENT_SECRET_FILE=- takes what is piped in.`;

const verbs = ['list', 'add', 'change', 'test', 'enable', 'disable', 'remove'] as const;

/** What the command needs of its surroundings. */
export interface Surroundings {
  readonly table: ConnectionTable;
  /** Those that the settings name, which are not here to be changed. */
  readonly configured: readonly ConnectionSettings[];
  /** @throws ConfigurationError with every problem at once */
  readonly read: (id: string, texts: ReadonlyMap<string, string>) => ConnectionSettings;
  /** The text of a file, `-` for the standard input. @throws SettingRefused */
  readonly readFile: (path: string) => Promise<string>;
  /** Ends the sessions of a connection and revokes what they hold, where its settings can be read; returns what to say of it. */
  readonly endSessions: (id: string, settings: ConnectionSettings | undefined) => Promise<string>;
  /** The redirect URI of a connection, to be registered at its provider. */
  readonly redirectUri: (id: string) => string;
  /** Asks its provider; returns a line for each thing. @throws OidcError */
  readonly test: (connection: ConnectionSettings) => Promise<readonly string[]>;
}

/** Does what the operator asks for; returns what to print. Throws UsageError, ConfigurationError, ConnectionTableError or StoreUnavailableError. */
export async function operateConnections(commandLine: readonly string[], surroundings: Surroundings): Promise<string> {
  const { verb, id, pairs, endsSessions } = parse(commandLine);
  const { table, configured, endSessions } = surroundings;
  if (verb === 'list') return listAll(configured, await table.list());
  if (configured.some((connection) => connection.id === id) && verb !== 'test')
    throw new ConnectionTableError('connection_configured', `The connection ${id} stands in the settings (CONNECTIONS): change it there.`);
  switch (verb) {
    case 'add':
    case 'change':
      return save(id, pairs, verb, surroundings);
    case 'test':
      return test(id, surroundings);
    case 'enable':
    case 'disable':
    case 'remove': {
      const settings = await readable(id, surroundings);
      const isFound = verb === 'remove' ? await table.remove(id) : await table.enable(id, verb === 'enable');
      if (!isFound) throw unknown(id);
      const done = `The connection ${id} is ${verb}d.`;
      // After the row, so that no new one begins meanwhile.
      return verb === 'remove' || endsSessions ? `${done} ${await endSessions(id, settings)}` : done;
    }
  }
}

/** Undefined where there is none, or none that can be read: it can be disabled and removed all the same. */
async function readable(id: string, { table, read }: Surroundings): Promise<ConnectionSettings | undefined> {
  try {
    const stored = await table.byId(id);
    return stored && read(id, stored.texts);
  } catch (error) {
    if (error instanceof ConnectionTableError || error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

function parse(commandLine: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...commandLine],
      allowPositionals: true,
      options: { 'end-sessions': { type: 'boolean', default: false } },
    });
    const [name = '', id = '', ...pairs] = positionals;
    const verb = verbs.find((known) => known === name);
    const isComplete =
      verb === 'list' ? id === '' : id !== '' && (verb === 'add' || verb === 'change' ? pairs.length > 0 : pairs.length === 0);
    const endsSessions = values['end-sessions'];
    if (verb !== undefined && isComplete && (!endsSessions || verb === 'disable')) return { verb, id, pairs, endsSessions };
  } catch (cause) {
    throw new UsageError(connectionsUsage, { cause });
  }
  throw new UsageError(connectionsUsage);
}

async function save(
  id: string,
  pairs: readonly string[],
  verb: 'add' | 'change',
  { table, read, readFile, redirectUri }: Surroundings,
): Promise<string> {
  if (!isConnectionId(id) || id === defaultConnection)
    throw new UsageError(
      `${printable(id)} cannot be the id of a connection: lower-case letters, digits and hyphens, and not ${defaultConnection}.`,
    );
  const before = verb === 'change' ? await table.byId(id) : undefined;
  if (verb === 'change' && before === undefined) throw unknown(id);
  const texts = new Map(before?.texts);
  for (const pair of pairs) {
    const { name, value } = await valueOf(pair, readFile);
    if (value === '') texts.delete(name);
    else texts.set(name, value);
  }
  const connection = read(id, texts);
  await table.save(id, texts, keysOf(connection), before);
  return [
    describe(connection, 'in use'),
    `  Redirect URI, to be registered at its provider: ${redirectUri(id)}`,
    `  Try it: npm run connections -- test ${id}`,
  ].join('\n');
}

function keysOf({ label, domains, hidden, provider: { server } }: ConnectionSettings): ConnectionKeys {
  return { label, domains, hidden, issuer: server.issuer, organisation: server.orgUrl };
}

/** Under NAME what NAME_FILE names; keys are kept as the text of their file. */
async function valueOf(pair: string, readFile: Surroundings['readFile']): Promise<{ name: string; value: string }> {
  const [, name = '', value = ''] = /^([A-Z][A-Z\d_]*)=(.*)$/s.exec(pair) ?? [];
  if (name === '') throw new UsageError(`${printable(pair)} is not NAME=VALUE.\n\n${connectionsUsage}`);
  if (!isConnectionVariable(name)) throw new UsageError(`${name} is not a setting of a connection.\n\n${connectionsUsage}`);
  if (value === '') return { name: secretFileVariables.get(name) ?? name, value };
  if (isSecretVariable(name)) {
    // Nothing of it is printed: the shell's history has it already.
    throw new UsageError(
      `${name} on the command line is seen by other programs and kept by the shell. Write ${name}_FILE=path, or ${name}_FILE=- and pipe it in.`,
    );
  }
  if (!name.endsWith('_FILE')) return { name, value };
  try {
    return { name: secretFileVariables.get(name) ?? name, value: (await readFile(value)).replace(/(\r?\n)+$/, '') };
  } catch (error) {
    if (error instanceof SettingRefused) throw new UsageError(`${name} ${error.problem}. ${error.fix}`, { cause: error });
    throw error;
  }
}

async function test(id: string, { table, configured, read, test: ask }: Surroundings): Promise<string> {
  const own = configured.find((connection) => connection.id === id);
  const stored = own === undefined ? await table.byId(id) : undefined;
  if (own === undefined && stored === undefined) throw unknown(id);
  const connection = own ?? read(id, stored?.texts ?? new Map());
  const lines = await ask(connection);
  return [describe(connection, stored?.isEnabled === false ? 'disabled' : 'in use'), ...lines.map((line) => `  ${printable(line)}`)].join(
    '\n',
  );
}

function listAll(configured: readonly ConnectionSettings[], stored: readonly ListedConnection[]): string {
  return [
    ...configured.map((connection) => describe(connection, 'in the settings')),
    ...stored.map(({ issuer, isEnabled, ...keys }) => line({ ...keys, issuer }, isEnabled ? 'in use' : 'disabled')),
  ].join('\n');
}

function describe({ provider, ...keys }: ConnectionSettings, state: string): string {
  return line({ ...keys, issuer: provider.server.issuer }, state);
}

function line({ id, label, issuer, domains, hidden }: Omit<ListedConnection, 'isEnabled'>, state: string): string {
  return printable([id, label, issuer, domains.join(', ') || 'no domains', ...(hidden ? ['hidden'] : []), state].join('  '));
}

function unknown(id: string): ConnectionTableError {
  return new ConnectionTableError(
    'connection_unknown',
    `There is no connection ${printable(id)} in the database: npm run connections -- list`,
  );
}
