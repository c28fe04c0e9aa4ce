import type { ClientMetadata } from 'oidc-provider';
import type { EmbeddedOktaOptions, EmbeddedOktaSwitches } from '../embedded-okta.js';

/** A web application as it is registered in the organisation. The lists can be changed while it runs. */
export interface Application extends Pick<
  EmbeddedOktaOptions,
  'clientId' | 'clientSecret' | 'backchannelLogoutUri' | 'frontchannelLogoutUri' | 'universalLogoutUri'
> {
  /** At Okta the same as the client id. */
  readonly id: string;
  readonly label: string;
  redirectUris: readonly string[];
  postLogoutRedirectUris: readonly string[];
}

/** @returns the grant types ticked in the application's settings. */
export function grantTypes(switches: EmbeddedOktaSwitches): string[] {
  return switches.refreshTokenGrant ? ['authorization_code', 'refresh_token'] : ['authorization_code'];
}

/** @returns the addresses registered for coming back after sign-in. */
export function signInUris({ redirectUris }: Application, { redirectUriRegistered }: EmbeddedOktaSwitches): readonly string[] {
  return redirectUriRegistered ? redirectUris : ['https://elsewhere.example/callback'];
}

/** @returns the addresses registered for coming back after sign-out. */
export function logoutUris({ postLogoutRedirectUris }: Application, { logoutUriRegistered }: EmbeddedOktaSwitches): readonly string[] {
  return logoutUriRegistered ? postLogoutRedirectUris : [];
}

/** @returns the registration as oidc-provider wants it (OpenID Connect Dynamic Client Registration 1.0, section 2). */
export function clientMetadata(application: Application, switches: EmbeddedOktaSwitches): ClientMetadata {
  return {
    client_id: application.clientId,
    client_secret: switches.clientSecretValid ? application.clientSecret : `${application.clientSecret}-newer`,
    client_name: application.label,
    application_type: 'web',
    redirect_uris: [...signInUris(application, switches)],
    post_logout_redirect_uris: [...logoutUris(application, switches)],
    response_types: ['code'],
    grant_types: grantTypes(switches),
    token_endpoint_auth_method: 'client_secret_basic',
    dpop_bound_access_tokens: switches.requireDpop,
  };
}
