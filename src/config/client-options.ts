import { postLogoutRedirectUriOf, redirectUriOf } from './own-addresses.js';
import type { AuthorizationServer, ProviderSettings, Settings } from './settings.js';

/** What the protocol client has to know of the settings. */
export interface ClientOptions extends Omit<ProviderSettings, 'server'> {
  readonly issuer: string;
  readonly discoveryUrl: string;
  readonly endpoints: AuthorizationServer['endpoints'];
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  readonly sendClientIdAtLogout: boolean;
}

export function clientOptionsOf({ provider, publicUrl }: Pick<Settings, 'provider' | 'publicUrl'>): ClientOptions {
  const { server, ...client } = provider;
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
