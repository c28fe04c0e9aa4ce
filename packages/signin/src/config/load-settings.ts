import { join, resolve } from 'node:path';
import { ProblemList } from './configuration-error.js';
import { connectionSettings } from './provider/connection-settings.js';
import { providerSettings } from './provider/provider-settings.js';
import { checkPreset, recogniseProvider, withPreset } from './provider/recognise-provider.js';
import { sessionSettings } from './session-settings.js';
import { checkConflicts, warnOfConflicts } from './setting-conflicts.js';
import type { ProxySettings } from '@fanlight/oidc';
import type { DatabaseSettings, Settings } from './settings.js';
import { readTexts, type SettingsSource } from './sources/merge-sources.js';
import { quotedValues, unknownNames } from './sources/unknown-names.js';
import { entryRules } from './variables/entry-variables.js';
import { proxySettings, proxyVariables } from './variables/provider-variables.js';
import { scimSettings } from './variables/scim-variables.js';
import { readPublicUrl } from './variables/web-address.js';
import { tracingSettings } from './variables/tracing-settings.js';
import { readTextsBy, readVariables, type Variables } from './variables/variables.js';

/**
 * Reads the environment, `.env` and `.okta.env`, in this order of strength, and checks everything.
 * Outside production it makes and keeps a session secret under data/ when none is set.
 *
 * @returns Frozen settings.
 * @throws ConfigurationError with every problem at once.
 */
export function loadSettings(source: SettingsSource = {}): Settings {
  const problems = new ProblemList();
  const { sources, texts, directory } = readTexts(source, problems);
  problems.warnings.push(...unknownNames(sources), ...quotedValues(sources));
  const preset = recogniseProvider(texts.get('OIDC_ISSUER'));
  checkPreset(texts, preset, problems);
  const variables = readVariables(withPreset(texts, preset), problems);

  // Where an application that `nest new` wrote listens.
  const port = source.inHost && !texts.has('PORT') ? 3000 : variables.PORT;
  const publicUrl = variables.PUBLIC_URL ?? readPublicUrl(`http://localhost:${port}`);
  const dataDirectory = resolve(directory, 'data');
  const providerPart = providerSettings({ ...variables, PORT: port }, preset, directory, problems);
  const proxy = proxySettings(variables);
  const entry = entryRules(variables);
  const context = { directory, proxy, entry };
  const ids = texts.has('CONNECTIONS') ? variables.CONNECTIONS : [];
  const own = providerPart && { provider: providerPart.provider, scim: scimSettings(variables) };
  const connections = connectionSettings(own, ids, sources, context, problems);
  const session = sessionSettings(variables, dataDirectory, problems);
  checkConflicts(variables, publicUrl, providerPart?.provider, problems);
  if (!problems.isEmpty || providerPart === undefined || session === undefined) throw problems.toError(source.inHost ? hintFor : undefined);
  warnOfConflicts(variables, publicUrl, providerPart.provider, entry, problems, source.inHost);

  return deepFreeze<Settings>({
    environment: variables.NODE_ENV,
    listen: { host: variables.HOST, port },
    publicUrl,
    ...providerPart,
    entry,
    connections,
    proxy,
    session,
    database: withAbsoluteFile(variables.DATABASE_URL, directory),
    sessionStore: variables.SESSION_STORE_URL,
    trustProxy: variables.TRUST_PROXY,
    rateLimit: variables.RATE_LIMIT,
    logLevel: variables.LOG_LEVEL,
    signInTrace: keepsSignIns(variables) ? { file: join(dataDirectory, 'last-sign-in.json') } : undefined,
    metricsToken: variables.METRICS_TOKEN,
    tracing: tracingSettings(variables, texts, problems),
    api: variables.API_AUDIENCE === undefined ? undefined : { audience: variables.API_AUDIENCE, tokens: variables.API_TOKENS },
    dataDirectory,
    warnings: problems.warnings,
  });
}

/** What these may be for a host that reads them as well. */
const meantHere: Readonly<Record<string, string>> = { NODE_ENV: 'production', PORT: '3000', DATABASE_URL: 'sqlite:data/app.db' };

function hintFor(setting: string): string {
  const value = meantHere[setting];
  return value === undefined ? '' : ` Or tell sign-in alone: SignInModule.forRoot({ variables: { ${setting}: '${value}' } }).`;
}

/** Who develops sees the last sign-in; elsewhere it is kept where somebody asks for it. */
function keepsSignIns({ SIGN_IN_TRACE, NODE_ENV }: Variables): boolean {
  return (SIGN_IN_TRACE ?? (NODE_ENV === 'development' ? 'last' : 'off')) === 'last';
}

function withAbsoluteFile(database: DatabaseSettings, directory: string): DatabaseSettings {
  if (database.kind === 'postgres' || database.file === ':memory:') return database;
  return { kind: 'sqlite', file: resolve(directory, database.file) };
}

/** Freezes plain objects and arrays all the way down, and returns the same object. */
function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) deepFreeze(member);
  }
  return Object.freeze(value);
}

/**
 * Reads the proxies alone, for a command that asks a provider before there are settings.
 *
 * @throws ConfigurationError
 */
export function loadProxy(source: SettingsSource): ProxySettings {
  const problems = new ProblemList();
  const { texts } = readTexts(source, problems);
  const proxy = proxySettings(readTextsBy(proxyVariables, texts, problems));
  if (!problems.isEmpty) throw problems.toError();
  return proxy;
}

/** What opens Okta's Management API. Never needed to sign people in: only the doctor asks for it. */
export interface ManagementToken {
  /** SSWS for an API token, Bearer for an OAuth 2.0 access token. */
  readonly scheme: 'SSWS' | 'Bearer';
  readonly token: string;
}

/** Reads OKTA_API_OAUTH_TOKEN or OKTA_API_TOKEN where the settings are read. Undefined: neither is set. */
export function loadManagementToken(source: SettingsSource): ManagementToken | undefined {
  const { texts } = readTexts(source, new ProblemList());
  const bearer = texts.get('OKTA_API_OAUTH_TOKEN')?.trim();
  if (bearer) return { scheme: 'Bearer', token: bearer };
  const token = (texts.get('OKTA_API_TOKEN') ?? '').trim().replace(/^SSWS\s+/i, '');
  return token === '' ? undefined : { scheme: 'SSWS', token };
}
