import {
  clientOptionsOf,
  installationOf,
  loadManagementToken,
  loadSettings,
  type Settings,
  type settingsFor,
  type SettingsSource,
} from '@fanlight/signin/settings';
import { ProviderConnection } from '@fanlight/oidc';
import type { Check, CheckContext, CheckReport, CheckResult } from './check.js';
import { Management } from './management/management.js';
import { sendWithin } from './request.js';
import { resultForError } from './result.js';

/** For one request: a person waits for each line. */
const timeoutMs = 5000;

type ConnectionOf = Awaited<ReturnType<typeof settingsFor>>;

/**
 * Reads the settings and makes what the checks share. Asks nobody yet.
 *
 * @param connection the settings of one that is not the default: the token for the Management API is the default one's, and goes nowhere else
 * @throws ConfigurationError, OidcError configuration
 */
export function createCheckContext(source: SettingsSource, connection?: ConnectionOf): CheckContext {
  const settings: Settings & Partial<ConnectionOf> = connection ?? loadSettings(source);
  const facts = installationOf(settings);
  const token = connection === undefined ? loadManagementToken(source) : undefined;
  const send = sendWithin(timeoutMs, settings.provider.proxy);
  const { connection: id = 'default' } = settings;
  return {
    settings,
    facts,
    connection: id,
    scim: settings.scim ?? settings.connections.find((own) => own.id === id)?.scim,
    send,
    provider: new ProviderConnection({ ...clientOptionsOf(settings), timeout: timeoutMs }, {}),
    management: token && facts.orgUrl ? new Management(facts.orgUrl, token, send) : undefined,
  };
}

/** Runs the checks one after the other, each once. Stops asking when the provider limits requests. */
export async function* runChecks(context: CheckContext, checks: readonly Check[]): AsyncGenerator<CheckReport> {
  const reports = new Map<string, CheckReport>();
  let isLimited = false;
  for (const check of checks) {
    if (check.applies?.(context) === false) continue;
    const result: CheckResult = isLimited ? afterLimit : (unmetNeed(check, reports) ?? (await runCheck(check, context)));
    isLimited ||= result.diagnosis?.id === 'provider-rate-limit';
    const report = { check, ...result };
    reports.set(check.id, report);
    yield report;
  }
}

const afterLimit: CheckResult = { status: 'unknown', finding: 'Not asked any more: the provider limits requests for now.' };

function unmetNeed({ needs = ['discovery'] }: Check, reports: ReadonlyMap<string, CheckReport>): CheckResult | undefined {
  const needed = needs.map((id) => reports.get(id)).find((report) => report?.status === 'failed' || report?.status === 'unknown');
  return needed && { status: 'unknown', finding: `Cannot be told before the check “${needed.check.title}” passes.` };
}

/** One check by itself. What it throws becomes its result. */
export async function runCheck(check: Check, context: CheckContext): Promise<CheckResult> {
  try {
    return await check.run(context);
  } catch (error) {
    return resultForError(error, context.facts);
  }
}
