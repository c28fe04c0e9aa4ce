import { resolve } from 'node:path';
import { deepFreeze } from './deep-freeze.js';
import { mergeSources } from './merge-sources.js';
import { ProblemList } from './problem-list.js';
import { providerSettings } from './provider-settings.js';
import { readPublicUrl } from './public-url.js';
import { checkPreset, recogniseProvider, withPreset } from './recognise-provider.js';
import { sessionSettings } from './session-settings.js';
import { apiWarnings, checkApi } from './api-conflicts.js';
import { checkConflicts, conflictWarnings } from './setting-conflicts.js';
import { readSources, type Environment } from './setting-sources.js';
import type { DatabaseSettings, Settings, SettingWarning } from './settings.js';
import { tracingSettings } from './tracing-settings.js';
import { quotedValues, unknownNames } from './unknown-names.js';
import { readVariables } from './variables.js';

export interface SettingsSource {
  /** Default: the environment of this process. */
  readonly env?: Environment;
  /** Where `.env`, `.okta.env` and `data/` are, and what relative paths are relative to. Default: the working directory. */
  readonly directory?: string;
  /** False: `.env` and `.okta.env` are not read. */
  readonly files?: boolean;
}

/**
 * Reads the environment, `.env` and `.okta.env`, in this order of strength, and checks everything.
 * Outside production it makes and keeps a session secret under data/ when none is set.
 *
 * @returns Frozen settings.
 * @throws ConfigurationError with every problem at once.
 */
export function loadSettings(source: SettingsSource = {}): Settings {
  const directory = resolve(source.directory ?? '.');
  const problems = new ProblemList();
  const warnings: SettingWarning[] = [];
  const sources = readSources(source.env ?? process.env, source.files === false ? undefined : directory, problems, warnings);
  const texts = mergeSources(sources, directory, problems, warnings);
  warnings.push(...unknownNames(sources), ...quotedValues(sources));
  const preset = recogniseProvider(texts.get('OIDC_ISSUER'));
  checkPreset(texts, preset, problems);
  const variables = readVariables(withPreset(texts, preset), problems);

  const publicUrl = variables.PUBLIC_URL ?? readPublicUrl(`http://localhost:${variables.PORT}`);
  const dataDirectory = resolve(directory, 'data');
  const providerPart = providerSettings(variables, preset, directory, problems, warnings);
  const session = sessionSettings(variables, dataDirectory, problems, warnings);
  checkConflicts(variables, publicUrl, problems);
  checkApi(variables, providerPart, problems);
  if (!problems.isEmpty || providerPart === undefined || session === undefined) throw problems.toError(warnings);
  warnings.push(...conflictWarnings(variables, publicUrl), ...apiWarnings(variables, providerPart));

  return deepFreeze<Settings>({
    environment: variables.NODE_ENV,
    listen: { host: variables.HOST, port: variables.PORT },
    publicUrl,
    ...providerPart,
    session,
    database: located(variables.DATABASE_URL, directory),
    sessionStore: variables.SESSION_STORE_URL,
    trustProxy: variables.TRUST_PROXY,
    rateLimit: variables.RATE_LIMIT,
    logLevel: variables.LOG_LEVEL,
    metricsToken: variables.METRICS_TOKEN,
    tracing: tracingSettings(variables, texts, warnings),
    api: variables.API_AUDIENCE === undefined ? undefined : { audience: variables.API_AUDIENCE, tokens: variables.API_TOKENS },
    dataDirectory,
    warnings,
  });
}

function located(database: DatabaseSettings, directory: string): DatabaseSettings {
  if (database.kind === 'postgres' || database.file === ':memory:') return database;
  return { kind: 'sqlite', file: resolve(directory, database.file) };
}
