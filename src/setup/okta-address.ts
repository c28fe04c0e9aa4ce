import { readOktaOrgUrl } from '../config/provider/okta-address.js';

/**
 * Reads what people copy as their Okta address: the domain, its address, or an issuer with the server's id in it.
 * @throws SettingRefused
 */
export function readOktaAddress(text: string): { readonly orgUrl: string; readonly authServer: string | undefined } {
  const [, host, server] = /^(.*?)\/oauth2\/([A-Za-z0-9_-]+)(?:\/.*)?$/.exec(text.trim()) ?? [];
  if (host === undefined || server === undefined || server === 'v1') return { orgUrl: readOktaOrgUrl(text.trim()), authServer: undefined };
  return { orgUrl: readOktaOrgUrl(host), authServer: server };
}
