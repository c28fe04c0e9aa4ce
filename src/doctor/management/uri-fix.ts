import type { Fix } from '../check.js';
import { type JsonObject, strings } from '../provider-json.js';

/** What Okta refuses to take back: https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/client/replaceclient */
const notToBeSent = new Set(['client_id_issued_at', 'client_secret_expires_at', 'client_secret', '_links']);

/** Adds an address to one of the client's lists. Okta replaces the whole client, so that all of it is sent back. */
export function addUri(client: JsonObject, list: 'redirect_uris' | 'post_logout_redirect_uris', address: string): Fix {
  const kept = Object.fromEntries(Object.entries(client).filter(([name]) => !notToBeSent.has(name)));
  const body = { ...kept, [list]: [...strings(client[list]), address] };
  const id = typeof client['client_id'] === 'string' ? client['client_id'] : '';
  return { offer: `add ${address} to ${list}`, calls: [{ method: 'PUT', path: `/oauth2/v1/clients/${encodeURIComponent(id)}`, body }] };
}
