/**
 * How a URI is added through Okta's API, which replaces the whole client:
 * https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/client/replaceclient
 */
export const byApi = (list: 'redirect_uris' | 'post_logout_redirect_uris'): string =>
  `By API: read the client with GET, add the value to ${list}, leave out client_id_issued_at and client_secret_expires_at, and send all the rest back with PUT. \`npm run doctor -- --fix\` does it.`;
