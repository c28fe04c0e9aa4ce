import { ownAddresses } from './own-addresses.js';
import type { Settings } from './settings.js';

interface Source extends Pick<Settings, 'provider' | 'publicUrl'> {
  /** Id of the connection whose provider it is. Default: the default one. */
  readonly connection?: string | undefined;
}

/** What the protocol client has to know of the settings. */
export function clientOptionsOf({ provider: { server, ...client }, publicUrl, connection }: Source) {
  const { redirectUri, postLogoutRedirectUri } = ownAddresses(publicUrl, connection);
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
export function installationOf({ provider: { server, clientId, scopes, groupsClaim, recognised }, publicUrl, connection }: Source) {
  const { redirectUri, postLogoutRedirectUri } = ownAddresses(publicUrl, connection);
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
