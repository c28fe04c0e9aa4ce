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
