import { SettingRefused } from '@fanlight/signin/settings';
import { UsageError } from '../doctor/command-line.js';
import { NoResponse, type Send } from '../doctor/request.js';
import { findServers, readOktaAddress } from './okta-organisation.js';
import { forMethod, methodOf, type SetupValues } from './setup-values.js';
import type { Trial } from './trial.js';

/**
 * Completes what the options and files say without asking anybody.
 *
 * @throws UsageError naming everything that is missing
 */
export async function complete(given: SetupValues, trial: Trial, send: Send, offline: boolean): Promise<SetupValues> {
  const { OKTA_ORG_URL: orgUrl, OKTA_AUTH_SERVER: authServer } = given;
  const method = methodOf(given);
  const missing = [
    orgUrl === undefined && given.OIDC_ISSUER === undefined ? '--org-url or --issuer' : '',
    given.OIDC_CLIENT_ID === undefined ? '--client-id' : '',
    method === 'secret' && given.OIDC_CLIENT_SECRET === undefined ? '--client-secret-file, --client-secret-stdin or --client-key-file' : '',
    method === 'key' && given.OIDC_CLIENT_PRIVATE_KEY_FILE === undefined ? '--client-key-file' : '',
  ].filter((option) => option !== '');
  if (missing.length > 0) throw new UsageError(`Missing: ${missing.join(', ')}.`);

  const okta = orgUrl === undefined ? {} : await completeOkta(orgUrl, authServer, offline ? undefined : send);
  const values = forMethod({ PUBLIC_URL: 'http://localhost:8080', ...given, ...okta });
  if (offline || method !== 'secret' || values.OIDC_CLIENT_AUTH !== undefined) return values;
  return { ...values, ...(await trial.clientAuthentication(values)).values };
}

async function completeOkta(text: string, chosen: string | undefined, send: Send | undefined): Promise<SetupValues> {
  try {
    const { orgUrl, authServer = chosen } = readOktaAddress(text);
    const id = authServer ?? (send && (await findServers(orgUrl, send))[0]);
    return { OKTA_ORG_URL: orgUrl, OKTA_AUTH_SERVER: id ?? 'org' };
  } catch (error) {
    if (error instanceof SettingRefused) throw new UsageError(`--org-url ${error.problem}. ${error.fix}`);
    if (error instanceof NoResponse) return { OKTA_ORG_URL: text, OKTA_AUTH_SERVER: chosen ?? 'org' };
    throw error;
  }
}
