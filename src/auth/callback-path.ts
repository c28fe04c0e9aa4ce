/** Okta's conventional redirect URI path, below PUBLIC_URL. */
export const callbackPath = '/authorization-code/callback';
