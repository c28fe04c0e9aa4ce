import type { PublicUrl } from './settings.js';

/** Okta's conventional redirect URI path, below PUBLIC_URL. */
export const callbackPath = '/authorization-code/callback';

/** The redirect URI, to be registered at the provider to the letter. */
export function redirectUriOf({ href }: PublicUrl): string {
  return href + callbackPath;
}

/** Where the provider sends people after signing out, to be registered to the letter. */
export function postLogoutRedirectUriOf({ href }: PublicUrl): string {
  return `${href}/`;
}

/** Okta's endpoint for ending every session of a person, and the audience of its token. */
export function universalLogoutUriOf({ href }: PublicUrl): string {
  return `${href}/universal-logout`;
}

/** Where a provider posts logout tokens (OpenID Connect Back-Channel Logout 1.0). */
export function backchannelLogoutUriOf({ href }: PublicUrl): string {
  return `${href}/backchannel-logout`;
}

/** What a provider's sign-out page loads in a frame (OpenID Connect Front-Channel Logout 1.0). */
export function frontchannelLogoutUriOf({ href }: PublicUrl): string {
  return `${href}/frontchannel-logout`;
}
