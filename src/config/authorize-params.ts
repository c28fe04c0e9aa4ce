import { SettingRefused } from './setting-refused.js';

/** What the protocol itself sets; a fixed value of these would break sign-in or its protection. */
const reserved = new Set([
  ...['client_id', 'client_secret', 'redirect_uri', 'response_type', 'response_mode', 'scope', 'state', 'nonce'],
  ...['code_challenge', 'code_challenge_method', 'request', 'request_uri', 'dpop_jkt', 'id_token_hint', 'iss'],
]);

/** The settings that set some of them. */
const ownSetting: Readonly<Record<string, string>> = {
  client_id: 'OIDC_CLIENT_ID',
  scope: 'OIDC_SCOPES',
  response_mode: 'OIDC_RESPONSE_MODE',
};

/**
 * Reads parameters of the authorization request, written as a query: `access_type=offline&prompt=consent`.
 *
 * @throws SettingRefused
 */
export function readAuthorizeParams(text: string): Record<string, string> {
  const params = new URLSearchParams(text.replace(/^\?/, ''));
  const read = new Map<string, string>();
  for (const [name, value] of params) {
    if (name === '' || value === '')
      throw new SettingRefused('holds a parameter without name or value', 'Write it as name=value&name=value.');
    if (reserved.has(name)) {
      const setting = ownSetting[name];
      throw new SettingRefused(
        `sets ${name}, which the application sets itself`,
        setting === undefined ? `Remove ${name} from it.` : `Remove ${name} from it and write ${setting} instead.`,
      );
    }
    if (read.has(name)) throw new SettingRefused(`sets a parameter twice`, 'Write each parameter once.');
    checkAuthentication(name, value);
    read.set(name, value);
  }
  return Object.fromEntries(read);
}

/** What is checked in the ID token must be readable beforehand. */
function checkAuthentication(name: string, value: string): void {
  if (name === 'max_age' && !/^\d{1,9}$/.test(value))
    throw new SettingRefused('sets max_age to something other than seconds', 'Write a whole number: max_age=300');
  if (name === 'acr_values' && value.trim() === '')
    throw new SettingRefused('sets acr_values to nothing', 'Write one class or several, by preference, or remove it.');
  if (name === 'claims' && !isJson(value))
    throw new SettingRefused(
      'sets claims to something other than JSON',
      'Write a JSON object, percent-encoded (OpenID Connect Core, 5.5).',
    );
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
