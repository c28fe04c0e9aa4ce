import { postLogoutRedirectUriOf, redirectUriOf } from './own-addresses.js';
import type { Settings } from './settings.js';

type Source = Pick<Settings, 'provider' | 'publicUrl'>;

export type ClientOptions = ReturnType<typeof clientOptionsOf>;

/** What the protocol client has to know of the settings. */
export function clientOptionsOf({ provider: { server, ...client }, publicUrl }: Source) {
  return {
    ...client,
    issuer: server.issuer,
    discoveryUrl: server.discoveryUrl,
    endpoints: server.endpoints,
    redirectUri: redirectUriOf(publicUrl),
    postLogoutRedirectUri: postLogoutRedirectUriOf(publicUrl),
    // Okta knows no client_id at its sign-out and answers with an error page.
    sendClientIdAtLogout: server.kind === 'oidc',
  };
}

/** This installation's values as the texts about failures name them. */
export function installationOf({ provider: { server, clientId, scopes, groupsClaim }, publicUrl }: Source) {
  return {
    issuer: server.issuer,
    orgUrl: server.orgUrl,
    authServerId: server.kind === 'oidc' ? undefined : server.id,
    clientId,
    redirectUri: redirectUriOf(publicUrl),
    postLogoutRedirectUri: postLogoutRedirectUriOf(publicUrl),
    scopes,
    groupsClaim,
  };
}
