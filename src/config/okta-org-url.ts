import { isOktaAddress } from './okta-issuer.js';
import { isPlaceholderAddress } from './placeholder.js';
import { SettingRefused } from './setting-refused.js';
import { isLoopback, readWebAddress } from './web-address.js';

const notAnOrg = /^(www\.|login\.|developer\.|help\.|support\.|trust\.)?(okta|oktapreview|okta-emea|okta-gov)\.com$/;

/**
 * The address of an Okta organisation, as it is the issuer of its org authorization server: `https://dev-1.okta.com`.
 * Okta shows the domain without a scheme and browsers show it with a slash at the end: both are accepted.
 *
 * @returns Scheme and host, without a slash at the end.
 * @throws SettingRefused
 */
export function readOktaOrgUrl(text: string): string {
  if (isPlaceholderAddress(text)) {
    throw new SettingRefused(
      'still holds the placeholder of the documentation',
      'Write the domain that the Admin Console shows in the menu at the top right: OKTA_ORG_URL=https://integrator-123.okta.com',
    );
  }
  const url = readWebAddress('OKTA_ORG_URL', withScheme(text));
  refuseWrongHost(url);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw refusedPath(url);
  if (url.protocol === 'http:' && !isLoopback(url)) {
    throw new SettingRefused('begins with http://', `Okta answers on https only: OKTA_ORG_URL=https://${url.host}`);
  }
  return url.origin;
}

function withScheme(text: string): string {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?\/?$/i.test(text) ? `https://${text}` : text;
}

function refuseWrongHost(url: URL): void {
  const host = url.hostname;
  if (host.endsWith('.')) throw new SettingRefused('ends its host with a dot', `Write OKTA_ORG_URL=https://${host.slice(0, -1)}`);
  if (notAnOrg.test(host)) {
    throw new SettingRefused(
      "is Okta's own site, not an organisation",
      'Write the address of your organisation: OKTA_ORG_URL=https://integrator-123.okta.com',
    );
  }
  if (isOktaAddress(url.origin) && /^[^.]+-admin\./.test(host)) {
    throw new SettingRefused(
      'is the address of the Admin Console',
      `Sign-in happens on the address without -admin: OKTA_ORG_URL=https://${host.replace('-admin.', '.')}`,
    );
  }
}

function refusedPath(url: URL): SettingRefused {
  const server = /^\/oauth2\/([A-Za-z0-9_-]+)/.exec(url.pathname)?.[1];
  const id = server === undefined || server === 'v1' ? 'org' : server;
  return new SettingRefused(
    'holds more than the domain',
    `The authorization server has its own setting: OKTA_ORG_URL=${url.origin} and OKTA_AUTH_SERVER=${id}`,
  );
}
