import { isPlaceholder } from './placeholder.js';
import { SettingRefused } from './setting-refused.js';

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
  if (pasted !== undefined && pasted !== 'v1') {
    throw new SettingRefused('holds an address where an id belongs', `Write the id alone: OKTA_AUTH_SERVER=${pasted}`);
  }
  if (/^api:\/\//i.test(text)) {
    throw new SettingRefused(
      'holds the audience of the server',
      'Write its id, which stands at the end of its issuer: OKTA_AUTH_SERVER=default for …/oauth2/default',
    );
  }
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(text) || text === 'v1') {
    throw new SettingRefused(
      'is not the id of an authorization server',
      'Write org, default, or the id at the end of the issuer that Security > API shows (…/oauth2/aus123). The name of the server is not its id.',
    );
  }
  return text;
}
