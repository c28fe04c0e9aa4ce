import { SettingRefused } from '../configuration-error.js';

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
  const read = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text.replace(/^\?/, ''))) {
    if (name === '' || value === '')
      throw new SettingRefused('holds a parameter without name or value', 'Write it as name=value&name=value.');
    if (reserved.has(name)) {
      const instead = ownSetting[name] === undefined ? '' : ` and write ${ownSetting[name]} instead`;
      throw new SettingRefused(`sets ${name}, which the application sets itself`, `Remove ${name} from it${instead}.`);
    }
    if (read.has(name)) throw new SettingRefused(`sets a parameter twice`, 'Write each parameter once.');
    checkForIdToken(name, value);
    read.set(name, value);
  }
  return Object.fromEntries(read);
}

/** What these ask for is checked in the ID token, so that they must be readable here. */
function checkForIdToken(name: string, value: string): void {
  if (name === 'max_age' && !/^\d{1,9}$/.test(value))
    throw new SettingRefused('sets max_age to something other than seconds', 'Write a whole number: max_age=300');
  if (name === 'acr_values' && value.trim() === '')
    throw new SettingRefused('sets acr_values to nothing', 'Write one class or several, by preference, or remove it.');
  if (name === 'claims' && !isJsonObject(value))
    throw new SettingRefused(
      'sets claims to something other than JSON',
      'Write a JSON object, percent-encoded (OpenID Connect Core, 5.5).',
    );
}

function isJsonObject(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
