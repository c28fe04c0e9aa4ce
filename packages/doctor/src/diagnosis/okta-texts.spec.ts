import { diagnose } from './diagnose.js';
import type { Facts, Symptom } from './diagnosis.js';

const facts: Facts = {
  issuer: 'https://example.okta.com/oauth2/default',
  orgUrl: 'https://example.okta.com',
  authServerId: 'default',
  clientId: '0oa1abc',
  redirectUri: 'https://app.example/authorization-code/callback',
  postLogoutRedirectUri: 'https://app.example/',
  scopes: ['openid', 'profile'],
  groupsClaim: 'groups',
};

const behindCustomDomain: Facts = {
  ...facts,
  issuer: 'https://login.example.com/oauth2/default',
  orgUrl: undefined,
  authServerId: undefined,
};

/** row | id | where | error | Okta's text | the same said in other words */
const table = `
1 | policy-missing | callback | access_denied | Policy evaluation failed for this request, please check the policy configurations. | No access policy matched this request.
2 | policy-scopes-rejected | callback | access_denied | Policy evaluation succeeded, but all the requested scopes were rejected. | The policy rejected every scope that was requested.
2 | policy-scopes-denied | callback | access_denied | Some of the requested scopes were denied by the policy. Denied scopes: [groups, api]. | Policy denied some scopes: groups
3 | redirect-uri-not-registered | authorize | invalid_request | The 'redirect_uri' parameter must be a Login redirect URI in the client app settings. | This redirect URI is not registered for the client.
3 | redirect-uri-not-registered | authorize | invalid_request | The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: https://x.okta.com/admin/app/oidc_client/instance/0oa1 |
3 | redirect-uri-not-registered | authorize | invalid_request | The 'redirect_uri' parameter must be an absolute URI that is whitelisted in the client app settings. | 'redirect_uri' has to be one of the allowed URIs
4 | redirect-uri-differs | token | invalid_grant | The 'redirect_uri' does not match the redirection URI used in the authorization request. | redirect_uri isn't the same as in the authorization request
5 | user-not-assigned | callback | access_denied | User is not assigned to the client application. | The user isn't assigned to this app
6 | client-unknown | authorize | invalid_client | Invalid value for 'client_id' parameter. | The client_id parameter has an unknown value
7 | client-secret-invalid | token | invalid_client | The client secret supplied for a confidential client is invalid. | Client secret is wrong or has been revoked
8 | client-authentication-failed | token | invalid_client | Client authentication failed. Either the client or the client credentials are invalid. | Client authentication was unsuccessful
9 | client-credentials-malformed | token | invalid_client | No client credentials found. | Client credentials are missing: none were supplied
9 | client-credentials-malformed | token | invalid_client | Found Authentication header but was not valid client credentials. | Invalid client credentials in the Authorization header
9 | client-credentials-malformed | token | invalid_request | Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body. | More than one set of client credentials
9 | client-credentials-malformed | token | invalid_request | Client credentials cannot be supplied via query parameters. | Don't send client credentials in the query
10 | api-access-management-missing | discovery | E0000015 | You do not have permission to access the feature you are requesting | You lack permission to access that feature.
11 | feature-not-enabled | callback | server_error | The requested feature is not enabled in this environment. | That feature isn't enabled for your org
12 | server-not-found | discovery | E0000007 | Not found: Resource not found: aus1 (AuthorizationServer) |
13 | path-not-found | discovery | E0000008 | The requested path was not found | The requested path does not exist
14 | org-server-only | callback | unauthorized_client | This client cannot use a custom authorization server. | The client is not allowed to use custom authorization servers
15 | admin-host | settings |  | Your Okta domain should not contain -admin. Current value: https://x-admin.okta.com | The Okta URL must not contain "-admin"
16 | okta-url-not-https | settings |  | Your Okta URL must start with https. Current value: http://x.okta.com | Okta URL has to begin with https
16 | placeholder-left | settings |  | Replace {yourOktaDomain} with your Okta domain. | Replace {clientId} with the client ID of your application
16 | client-secret-missing | settings |  | Your client secret is missing. You can copy it from the Okta Developer Console. | The client secret is not set
17 | pkce-required | callback | invalid_request | PKCE code challenge is required by the application. | A code challenge must be sent
18 | pkce-challenge-malformed | callback | invalid_request | PKCE code challenge contains illegal characters. | The code_challenge has invalid characters
18 | pkce-method | callback | invalid_request | PKCE code challenge method is not supported. Valid values: [S256] | Unsupported code_challenge_method
19 | pkce-verifier-missing | token | invalid_request | PKCE code verifier is required by the application. | The code_verifier is missing
19 | pkce-verification-failed | token | invalid_grant | PKCE verification failed. | The code_verifier does not match: verification failed
20 | code-invalid | token | invalid_grant | The authorization code is invalid or has expired. | This authorization code was already used
21 | grant-of-another-client | token | invalid_grant | The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request. | The code was issued to a different client
21 | grant-of-another-client | token | invalid_request | The grant was issued for another authorization server. |
21 | grant-of-another-client | token | invalid_request | The authorization server id is invalid. | Unknown authorization server ID
22 | scope-unknown | callback | invalid_scope | One or more scopes are not configured for the authorization server resource. | A requested scope isn't configured on this server
23 | custom-scope-on-org-server | callback | invalid_scope | Custom scopes are not allowed for this request. | You cannot request custom scopes here
24 | openid-scope-missing | callback | invalid_scope | Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope. | The scope 'openid' is missing
24 | openid-scope-missing | callback | access_denied | Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope. |
24 | openid-scope-missing | callback | invalid_scope | No scopes were requested. | No scope was given
25 | response-type-unsupported | callback | unsupported_response_type | The response type is not supported by the authorization server. Configured response types: [token, id_token]. | This response type is not allowed for the client
26 | grant-type-not-enabled | token | unauthorized_client | The client is not authorized to use the provided grant type. Configured grant types: [implicit]. | The client isn't allowed to use this grant type
27 | service-application | callback | invalid_request | Clients with 'application_type' of 'service' are not allowed to access the 'authorize' endpoint. | A client of type service can't call this endpoint
28 | dpop-required | token | invalid_dpop_proof | The DPoP proof JWT header is missing. | A DPoP header is required
28 | dpop-nonce | token | use_dpop_nonce | Authorization server requires nonce in DPoP proof. | Use a nonce in the DPoP proof
29 | login-required | callback | login_required | The client specified not to prompt, but the user is not logged in. | prompt=none was sent but there is no session
29 | login-required | callback | login_required | The client specified not to prompt, but the client app requires re-authentication or MFA. |
30 | state-missing | callback | invalid_request | The authentication request has an invalid 'state' parameter. | The request is missing the state parameter
31 | acr-not-met | callback | unmet_authentication_requirements | Unable to meet the authentication requirements imposed by 'acr_values' parameter. | The requirements of acr_values cannot be met
32 | mfa-not-configured | callback | access_denied | The authorize request required an MFA prompt but the org has no factors configured. | MFA is required but no factor is configured for your org
32 | password-grant-with-mfa | token | invalid_grant | Resource owner password credentials cannot be used with MFA enabled. |
33 | consent-required | callback | consent_required | The following scopes require user consent: [profile]. | These scopes need consent by the user
34 | network-zone | token | access_denied | The request is made from outside the client's permitted network zones. | Your network zone is not allowed for this client
35 | provider-rate-limit | token | E0000047 | API call exceeded rate limit due to too many requests. | Rate limit exceeded
35 | provider-rate-limit | authorize |  | You exceeded the maximum number of requests. Try again in a while. |
36 | refresh-token-invalid | refresh | invalid_grant | The refresh token is invalid or expired. | This refresh token has been revoked
37 | refresh-scope-widened | refresh | access_denied | Some of the scopes requested for the refresh request were not granted in the original authorize request. Denied scopes: email. | Scopes in a refresh request exceed what was granted: denied
38 | logout-uri-not-registered | logout | invalid_request | The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings. | This post-logout redirect URI is not registered
39 | logout-hint-missing | logout | invalid_client | The logout request has no id_token_hint. | id_token_hint is required
39 | logout-of-another-person | logout | id_token_does_not_match_session | The ID token subject does not match the current session's user. | The user of the session differs from the ID token
40 | clock-differs | id_token |  | The JWT was issued in the future | id_token issued in the future
40 | issuer-differs | id_token |  | unexpected iss value, expected https://a.okta.com, got: https://b.okta.com |
42 | browser-request | token | invalid_client | Browser requests to the token endpoint must use Proof Key for Code Exchange. | Requests from a browser to the token endpoint need PKCE
42 | browser-request | token | invalid_request | Browser requests to the token endpoint must be made from one of the registered Trusted Origins. |
43 | identity-provider-unknown | callback | invalid_request | Identity provider is not valid. | Unknown identity provider
43 | prompt-invalid | callback | invalid_request | Invalid value for 'prompt' parameter. Supported values: [none, login, consent] | Unsupported prompt value
`;

const rows = table.trim().split('\n').map(readRow);

function readRow(line: string) {
  const [row, id, where, error, text = '', reworded] = line.split('|').map((cell) => cell.trim());
  return { row, id, where: where as Symptom['where'], error: error || undefined, text, reworded };
}

/** What Okta's writers may do to a text without changing what it says. */
const rewritings: Readonly<Record<string, (text: string) => string>> = {
  'with another stop': (text) =>
    `${text.replace(/[,.] (\w)/g, (_stop, letter: string) => `! ${letter.toUpperCase()}`).replace(/\.$/, '')}!`,
  shortened: (text) =>
    firstSentence(text)
      .replace(/\b(the|this|a|an|parameter|provided|following|supplied|by the application|for (this )?request)\b/gi, '')
      .replace(/,? please .*| in +client app settings/, '')
      .replace(/ +/g, ' ')
      .trim(),
  reordered: (text) =>
    text.replace(/^(.+?) (is|was|were|must|has|does not|cannot|may|contains|failed|requires?|exceeded) (.+?)\.?$/is, '$2 $3: $1'),
  'with other quotes': (text) => text.replace(/'([^' ]*)'/g, '“$1”').replace(/'/g, '’'),
  'with ids in it': (text) =>
    `[0oa9x8y7z6w5v4u3t2s1] ${text.replace(/\.$/, '')} (client: 0oa1b2c3d4e5f6g7h8i9, request: Zt5xQ-1a2b3c4d5e6f).`,
};

const firstSentence = (text: string): string => text.split(/[.:](?= |$)/)[0] ?? text;

describe("Okta's texts", () => {
  it.each(rows)('row $row is $id: $text', ({ id, where, error, text, reworded }) => {
    expect(diagnose({ where, error, description: text }, facts).id).toBe(id);
    if (reworded) expect(diagnose({ where, error, description: reworded }, facts).id).toBe(id);
  });

  it.each(rows)('row $row is recognised in upper case, with other quotes and with white space around', ({ id, where, error, text }) => {
    const description = `  ${text.toUpperCase().replace(/'/g, '’')}\n`;
    expect(diagnose({ where, error, description }, facts).id).toBe(id);
  });

  describe.each(Object.entries(rewritings))('%s', (_title, rewrite) => {
    it.each(rows)('row $row is $id: $text', ({ id, where, error, text }) => {
      const description = rewrite(text);
      expect([description, diagnose({ where, error, description }, facts).id]).toEqual([description, id]);
      // Okta behind a custom domain cannot be told from any other provider.
      expect([description, diagnose({ where, error, description }, behindCustomDomain).id]).toEqual([description, id]);
    });
  });

  const meaningless = ['server-not-found', 'logout-hint-missing', 'dpop-nonce'];
  it.each(rows.filter(({ id = '' }) => !meaningless.includes(id)))('row $row is recognised without the error', ({ id, where, text }) => {
    expect(diagnose({ where, description: text }, facts).id).toBe(id);
  });

  it('row 41 has none: that groups are missing is told by our own code', () => {
    expect(diagnose({ where: 'id_token', code: 'groups_missing' }, facts).id).toBe('groups-missing');
  });
});
