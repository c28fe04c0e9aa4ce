import type { JsonObject } from '@fanlight/oidc';
import { type CheckResult, type Fix, managementCheck } from '../check.js';
import { strings } from '../provider-json.js';
import { explained } from '../result.js';

type UriList = 'redirect_uris' | 'post_logout_redirect_uris';

export const redirectUriCheck = managementCheck({
  id: 'redirect-uri',
  title: 'Sign-in redirect URI',
  run: async (management, { facts }) => {
    const { clientId, redirectUri: uri } = facts;
    const client = await management.client(clientId);
    const missing = explained({ where: 'authorize', error: 'illegal_redirect_uri' }, facts, { finding: `${uri} is not registered.` });
    const isMisplaced = strings(client['post_logout_redirect_uris']).includes(uri);
    return judgeUri(client, 'redirect_uris', uri, missing, isMisplaced ? 'It stands among the sign-out redirect URIs.' : undefined);
  },
});

/** A missing one stops no sign-in: people meet Okta's error page when they sign out. */
export const logoutUriCheck = managementCheck({
  id: 'logout-uri',
  title: 'Sign-out redirect URI',
  run: async (management, { facts }) => {
    const { clientId, postLogoutRedirectUri: uri } = facts;
    const finding = `${uri} is not registered: signing out ends on an error page.`;
    const symptom = { where: 'logout', error: 'illegal_post_logout_redirect_uri' } as const;
    const missing = explained(symptom, facts, { status: 'warning', finding });
    return judgeUri(await management.client(clientId), 'post_logout_redirect_uris', uri, missing);
  },
});

/** @param missing the result where the address is not in the list */
function judgeUri(client: JsonObject, list: UriList, uri: string, missing: CheckResult, hint?: string): CheckResult {
  const registered = strings(client[list]);
  if (registered.includes(uri)) return { status: 'ok', finding: `${uri} is registered.` };
  const detail = hint ?? nearMiss(uri, registered) ?? `Registered: ${registered.join(', ') || 'none'}.`;
  return { ...missing, details: [detail], fix: addUri(client, list, uri) };
}

/** What Okta refuses to take back: https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/client/replaceclient */
const readOnly = new Set(['client_id_issued_at', 'client_secret_expires_at', 'client_secret', '_links']);

/** Adds an address to one of the client's lists. Okta replaces the whole client, so that all of it is sent back. */
function addUri(client: JsonObject, list: UriList, uri: string): Fix {
  const kept = Object.fromEntries(Object.entries(client).filter(([name]) => !readOnly.has(name)));
  const body = { ...kept, [list]: [...strings(client[list]), uri] };
  const id = typeof client['client_id'] === 'string' ? client['client_id'] : '';
  return { offer: `add ${uri} to ${list}`, calls: [{ method: 'PUT', path: `/oauth2/v1/clients/${encodeURIComponent(id)}`, body }] };
}

/** Says how a registered address differs from the one in use; undefined when it is another one altogether. */
export function nearMiss(wanted: string, registered: readonly string[]): string | undefined {
  for (const candidate of registered) {
    const difference = differences.find(({ without }) => without(candidate) === without(wanted));
    if (difference) return `${candidate} is registered: it differs by ${difference.by}.`;
  }
  return undefined;
}

const differences: readonly { readonly by: string; readonly without: (address: string) => string }[] = [
  { by: 'the slash at the end', without: (address) => address.replace(/\/$/, '') },
  { by: 'http and https', without: (address) => address.replace(/^https?:/i, '') },
  { by: 'localhost and 127.0.0.1', without: (address) => address.replace(/\/\/(localhost|127\.0\.0\.1|\[::1\])(?=[:/]|$)/, '//loopback') },
  { by: 'upper and lower case', without: (address) => address.toLowerCase() },
  { by: 'the port', without: (address) => address.replace(/^(https?:\/\/[^/:]+):\d+/i, '$1') },
  { by: 'the query', without: (address) => address.replace(/\?.*$/s, '') },
  { by: 'the path', without: (address) => URL.parse(address)?.origin ?? address },
];
