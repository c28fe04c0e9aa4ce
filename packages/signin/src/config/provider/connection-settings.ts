import type { ProxySettings } from '@fanlight/oidc';
import type { ProblemList } from '../configuration-error.js';
import { checkProviderConflicts, warnOfProviderConflicts } from '../setting-conflicts.js';
import { type ConnectionSettings, defaultConnection, type EntryRules, type ProviderSettings } from '../settings.js';
import { checkConnectionNames, prefixOf, sourcesOf } from '../sources/connection-sources.js';
import { mergeSources } from '../sources/merge-sources.js';
import type { SettingSource } from '../sources/setting-sources.js';
import { connectionVariables, isConnectionVariable, ownVariables } from '../variables/connection-variables.js';
import { entryRulesOf } from '../variables/entry-variables.js';
import { scimSettings } from '../variables/scim-variables.js';
import { readTextsBy } from '../variables/variables.js';
import { clientCredentials } from './client-credentials.js';
import { chooseServer, clientSettings } from './provider-settings.js';
import { checkPreset, recogniseProvider, withPreset } from './recognise-provider.js';

/** What holds for every connection alike. */
export interface ConnectionContext {
  /** What relative paths of key files are relative to. */
  readonly directory: string;
  readonly proxy: ProxySettings;
  /** Who may enter by those that have no rule of their own. */
  readonly entry: EntryRules;
}

/**
 * Reads one connection from its texts, by the names of the variables without the connection's in front: the same for the environment, for
 * options, for rows of a database and for what a source of the host's gives.
 *
 * @param problems is told every problem at once; `problems.under()` names them as the person wrote them
 * @returns undefined where there are problems
 */
export function readConnection(
  id: string,
  texts: ReadonlyMap<string, string>,
  { directory, proxy, entry }: ConnectionContext,
  problems: ProblemList,
): ConnectionSettings | undefined {
  const preset = recogniseProvider(texts.get('OIDC_ISSUER'));
  checkPreset(texts, preset, problems);
  const variables = readTextsBy(connectionVariables, withPreset(texts, preset), problems);
  const server = chooseServer(variables, undefined, problems);
  const client = clientCredentials(variables, directory, problems);
  const settings = clientSettings(server, client, variables, preset, directory, problems);
  checkProviderConflicts(variables, settings, problems);
  if (settings === undefined) return undefined;
  const rules = entryRulesOf(variables, entry);
  warnOfProviderConflicts(variables, settings, rules, problems);
  const { LABEL: label = id, DOMAINS: domains, HIDDEN: hidden } = variables;
  return {
    id,
    label,
    domains,
    hidden,
    entry: rules,
    provider: { ...settings, proxy },
    scim: scimSettings(variables),
  };
}

/**
 * The connections that the settings name, the default one, whose provider has been read, first.
 *
 * @param further ids; undefined: CONNECTIONS cannot be used, which is in the list already
 */
export function connectionSettings(
  own: Pick<ConnectionSettings, 'provider' | 'scim'> | undefined,
  further: readonly string[] | undefined,
  sources: readonly SettingSource[],
  context: ConnectionContext,
  problems: ProblemList,
): ConnectionSettings[] {
  const ids = [defaultConnection, ...(further ?? [])];
  if (further !== undefined) checkConnectionNames(ids, sources, problems);
  const connections = ids.flatMap((id) => {
    const named = problems.under((name) => (isConnectionVariable(name) ? prefixOf(id) + name : name));
    const texts = mergeSources(sourcesOf(id, ids, sources), context.directory, named);
    if (id !== defaultConnection) return readConnection(id, texts, context, named) ?? [];
    const { LABEL, DOMAINS: domains, HIDDEN: hidden } = readTextsBy(ownVariables, texts, named);
    return own === undefined ? [] : { id, label: LABEL ?? nameOf(own.provider), domains, hidden, entry: context.entry, ...own };
  });
  for (const [index, { id, domains, scim }] of connections.entries()) {
    const earlier = connections.slice(0, index);
    if (earlier.some((other) => other.scim.tokens.some((token) => scim.tokens.includes(token))))
      problems.add(`${prefixOf(id)}SCIM_TOKEN`, 'is the token of another connection as well', 'Each directory has a token of its own.');
    for (const domain of domains) {
      const owner = earlier.find((other) => other.domains.includes(domain));
      if (owner !== undefined)
        problems.add(
          `${prefixOf(id)}DOMAINS`,
          `holds ${domain}, which ${prefixOf(owner.id)}DOMAINS holds already`,
          'A domain leads to one connection: take it out of one of them.',
        );
    }
  }
  return connections;
}

function nameOf({ recognised, server }: ProviderSettings): string {
  if (recognised !== undefined) return recognised.name.split(',', 1)[0] ?? recognised.name;
  const { issuer, orgUrl = issuer } = server;
  return URL.parse(orgUrl)?.host ?? issuer;
}
