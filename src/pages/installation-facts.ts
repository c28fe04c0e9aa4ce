import { callbackPath } from '../auth/callback-path.js';
import type { Settings } from '../config/settings.js';
import type { Facts } from '../diagnosis/diagnosis.js';

/** This installation's values, for the catalogue's texts and paste boxes. */
export function installationFacts({ provider, publicUrl }: Pick<Settings, 'provider' | 'publicUrl'>): Facts {
  const { server } = provider;
  return {
    issuer: server.issuer,
    orgUrl: server.orgUrl,
    authServerId: server.kind === 'oidc' ? undefined : server.id,
    clientId: provider.clientId,
    redirectUri: publicUrl.href + callbackPath,
    postLogoutRedirectUri: `${publicUrl.href}/`,
    scopes: provider.scopes,
    groupsClaim: provider.groupsClaim,
  };
}
