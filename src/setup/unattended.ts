import { SettingRefused } from '../config/configuration-error.js';
import type { Ask } from '../doctor/ask.js';
import { NoAnswer } from '../doctor/ask.js';
import { authenticationThatWorks } from './client-authentication.js';
import { UsageError } from './command-line.js';
import { readOktaAddress } from './okta-address.js';
import { findServers, preferred } from './okta-servers.js';
import { forMethod, methodOf, type SetupValues } from './setup-values.js';
import type { Trial } from './trial.js';

/** Completes what the options and files say without asking anybody. @throws UsageError naming everything that is missing */
export async function complete(given: SetupValues, trial: Trial, ask: Ask, offline: boolean): Promise<SetupValues> {
  const method = methodOf(given);
  const missing = [
    given.OKTA_ORG_URL === undefined && given.OIDC_ISSUER === undefined ? '--org-url or --issuer' : '',
    given.OIDC_CLIENT_ID === undefined ? '--client-id' : '',
    method === 'secret' && given.OIDC_CLIENT_SECRET === undefined ? '--client-secret-file, --client-secret-stdin or --client-key-file' : '',
    method === 'key' && given.OIDC_CLIENT_PRIVATE_KEY_FILE === undefined ? '--client-key-file' : '',
  ].filter((option) => option !== '');
  if (missing.length > 0) throw new UsageError(`Missing: ${missing.join(', ')}.`);

  const { OKTA_ORG_URL: orgUrl } = given;
  const okta = orgUrl === undefined ? {} : await server(orgUrl, given.OKTA_AUTH_SERVER, ask, offline);
  const values = forMethod({ PUBLIC_URL: 'http://localhost:8080', ...given, ...okta });
  return offline || method !== 'secret' || values.OIDC_CLIENT_AUTH !== undefined
    ? values
    : { ...values, ...(await authenticationThatWorks(values, trial)).values };
}

async function server(text: string, chosen: string | undefined, ask: Ask, offline: boolean): Promise<SetupValues> {
  try {
    const { orgUrl, authServer = chosen } = readOktaAddress(text);
    const id = authServer ?? (offline ? 'org' : preferred(await findServers(orgUrl, ask)));
    return { OKTA_ORG_URL: orgUrl, OKTA_AUTH_SERVER: id ?? 'org' };
  } catch (error) {
    if (error instanceof SettingRefused) throw new UsageError(`--org-url ${error.problem}. ${error.fix}`);
    if (error instanceof NoAnswer) return { OKTA_ORG_URL: text, OKTA_AUTH_SERVER: chosen ?? 'org' };
    throw error;
  }
}
