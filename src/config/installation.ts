import { postLogoutRedirectUriOf, redirectUriOf } from './own-addresses.js';
import type { Settings } from './settings.js';

/** This installation's values as the texts about failures name them. */
export interface Installation {
  readonly issuer: string;
  /** Okta's org address; undefined for other providers. */
  readonly orgUrl: string | undefined;
  /** `org`, `default`, or the id of a custom server; undefined for other providers. */
  readonly authServerId: string | undefined;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  readonly scopes: readonly string[];
  readonly groupsClaim: string;
}

export function installationOf({ provider, publicUrl }: Pick<Settings, 'provider' | 'publicUrl'>): Installation {
  const { server } = provider;
  return {
    issuer: server.issuer,
    orgUrl: server.orgUrl,
    authServerId: server.kind === 'oidc' ? undefined : server.id,
    clientId: provider.clientId,
    redirectUri: redirectUriOf(publicUrl),
    postLogoutRedirectUri: postLogoutRedirectUriOf(publicUrl),
    scopes: provider.scopes,
    groupsClaim: provider.groupsClaim,
  };
}
