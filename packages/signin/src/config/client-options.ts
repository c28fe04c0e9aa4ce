import { ownAddresses } from './own-addresses.js';
import type { Settings } from './settings.js';

type Source = Pick<Settings, 'provider' | 'publicUrl'>;

/** What the protocol client has to know of the settings. */
export function clientOptionsOf({ provider: { server, ...client }, publicUrl }: Source) {
  const { redirectUri, postLogoutRedirectUri } = ownAddresses(publicUrl);
  return {
    ...client,
    issuer: server.issuer,
    discoveryUrl: server.discoveryUrl,
    endpoints: server.endpoints,
    redirectUri,
    postLogoutRedirectUri,
  };
}

/** This installation's values as the texts about failures name them. */
export function installationOf({ provider: { server, clientId, scopes, groupsClaim, recognised }, publicUrl }: Source) {
  const { redirectUri, postLogoutRedirectUri } = ownAddresses(publicUrl);
  return {
    issuer: server.issuer,
    orgUrl: server.orgUrl,
    authServerId: server.kind === 'oidc' ? undefined : server.id,
    clientId,
    redirectUri,
    postLogoutRedirectUri,
    scopes,
    groupsClaim,
    // `Microsoft Entra ID, several tenants` is called by its first part.
    provider: recognised && { ...recognised, name: recognised.name.split(',', 1)[0] ?? recognised.name },
  };
}
