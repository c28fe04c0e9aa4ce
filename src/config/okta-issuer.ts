const oktaHost =
  /^https?:\/\/([^/?#]+\.)?(okta|oktapreview|okta-emea|okta-gov|trexcloud)\.com(?=[:/?#]|$)|^https?:\/\/[^/?#]+\.okta\.mil(?=[:/?#]|$)/i;

/** True for an address below one of Okta's own domains. A custom domain cannot be told from any other host. */
export function isOktaAddress(text: string): boolean {
  return oktaHost.test(text);
}

/** `https://x.okta.com/oauth2/default` is the custom server `default` of `https://x.okta.com`; without `/oauth2/` it is the org server. */
export function splitOktaIssuer(issuer: string): { readonly orgUrl: string; readonly authServer: string } {
  const [, orgUrl, authServer] = /^(.*?)\/oauth2\/([^/]+)\/?$/.exec(issuer) ?? [];
  return orgUrl === undefined || authServer === undefined ? { orgUrl: issuer, authServer: 'org' } : { orgUrl, authServer };
}
