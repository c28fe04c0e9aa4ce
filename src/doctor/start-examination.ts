import { clientOptionsOf, installationOf } from '../config/client-options.js';
import { loadManagementToken, loadSettings } from '../config/load-settings.js';
import type { SettingsSource } from '../config/sources/merge-sources.js';
import { ProviderConnection } from '../oidc/provider/provider-connection.js';
import { askWithin } from './ask.js';
import type { Examination } from './examination.js';
import { Management } from './management/management.js';

/** Milliseconds for one request: a person waits for each line. */
const timeout = 5000;

/** Reads the settings and makes what the checks share. Asks nobody yet. @throws ConfigurationError, OidcError configuration */
export function startExamination(source: SettingsSource): Examination {
  const settings = loadSettings(source);
  const facts = installationOf(settings);
  const token = loadManagementToken(source);
  const ask = askWithin(timeout, settings.provider.proxy);
  return {
    settings,
    facts,
    ask,
    provider: new ProviderConnection({ ...clientOptionsOf(settings), timeout }, {}),
    management: token && facts.orgUrl ? new Management(facts.orgUrl, token, ask) : undefined,
  };
}
