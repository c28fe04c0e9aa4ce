import { SettingRefused } from '../configuration-error.js';
import { isExposed, isPlaceholder, readWebAddress, refusePlaceholderAddress } from '../variables/web-address.js';

const oktaHost =
  /^https?:\/\/([^/?#]+\.)?(okta|oktapreview|okta-emea|okta-gov|trexcloud)\.com(?=[:/?#]|$)|^https?:\/\/[^/?#]+\.okta\.mil(?=[:/?#]|$)/i;
const notAnOrg = /^(www\.|login\.|developer\.|help\.|support\.|trust\.)?(okta|oktapreview|okta-emea|okta-gov)\.com$/;

/** True for an address below one of Okta's own domains. A custom domain cannot be told from any other host. */
export function isOktaAddress(text: string): boolean {
  return oktaHost.test(text);
}

/** `https://x.okta.com/oauth2/default` is the custom server `default` of `https://x.okta.com`; without `/oauth2/` it is the org server. */
export function splitOktaIssuer(issuer: string): { readonly orgUrl: string; readonly authServer: string } {
  const [, orgUrl = issuer, authServer = 'org'] = /^(.*?)\/oauth2\/([^/]+)\/?$/.exec(issuer) ?? [];
  return { orgUrl, authServer };
}

/**
 * The address of an Okta organisation, as it is the issuer of its org authorization server: `https://dev-1.okta.com`.
 * Okta shows the domain without a scheme and browsers show it with a slash at the end: both are accepted.
 *
 * @returns Scheme and host, without a slash at the end.
 * @throws SettingRefused
 */
export function readOktaOrgUrl(text: string): string {
  refusePlaceholderAddress(
    text,
    'Write the domain that the Admin Console shows in the menu at the top right: OKTA_ORG_URL=https://integrator-123.okta.com',
  );
  const isDomain = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?\/?$/i.test(text);
  const url = readWebAddress('OKTA_ORG_URL', isDomain ? `https://${text}` : text);
  refuseWrongHost(url);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    const pasted = /^\/oauth2\/([A-Za-z0-9_-]+)/.exec(url.pathname)?.[1] ?? 'v1';
    throw new SettingRefused(
      'holds more than the domain',
      `The authorization server has its own setting: OKTA_ORG_URL=${url.origin} and OKTA_AUTH_SERVER=${pasted === 'v1' ? 'org' : pasted}`,
    );
  }
  if (isExposed(url)) throw new SettingRefused('begins with http://', `Okta answers on https only: OKTA_ORG_URL=https://${url.host}`);
  return url.origin;
}

function refuseWrongHost({ hostname, origin }: URL): void {
  if (hostname.endsWith('.')) throw new SettingRefused('ends its host with a dot', `Write OKTA_ORG_URL=https://${hostname.slice(0, -1)}`);
  if (notAnOrg.test(hostname)) {
    throw new SettingRefused(
      "is Okta's own site, not an organisation",
      'Write the address of your organisation: OKTA_ORG_URL=https://integrator-123.okta.com',
    );
  }
  if (isOktaAddress(origin) && /^[^.]+-admin\./.test(hostname)) {
    throw new SettingRefused(
      'is the address of the Admin Console',
      `Sign-in happens on the address without -admin: OKTA_ORG_URL=https://${hostname.replace('-admin.', '.')}`,
    );
  }
}

/**
 * Which authorization server of an Okta organisation: `org`, `default`, or the id of a custom one (`aus…`), which is part of its addresses.
 *
 * @throws SettingRefused
 */
export function readOktaAuthServer(text: string): string {
  if (/^(org|default)$/i.test(text)) return text.toLowerCase();
  if (isPlaceholder(text)) {
    throw new SettingRefused(
      'still holds the placeholder of the documentation',
      'Write OKTA_AUTH_SERVER=org, =default, or the id of a custom server.',
    );
  }
  const pasted = /\/oauth2\/([A-Za-z0-9_-]+)/.exec(text)?.[1];
  if (pasted !== undefined && pasted !== 'v1')
    throw new SettingRefused('holds an address where an id belongs', `Write the id alone: OKTA_AUTH_SERVER=${pasted}`);
  if (/^api:\/\//i.test(text)) {
    throw new SettingRefused(
      'holds the audience of the server',
      'Write its id, which stands at the end of its issuer: OKTA_AUTH_SERVER=default for …/oauth2/default',
    );
  }
  if (/^[A-Za-z0-9_-]{1,100}$/.test(text) && text !== 'v1') return text;
  throw new SettingRefused(
    'is not the id of an authorization server',
    'Write org, default, or the id at the end of the issuer that Security > API shows (…/oauth2/aus123). The name of the server is not its id.',
  );
}
