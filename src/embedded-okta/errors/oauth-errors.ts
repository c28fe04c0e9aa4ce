import { errors } from 'oidc-provider';

interface OAuthErrorText {
  readonly status: number;
  readonly error: string;
  readonly description: string;
}

/**
 * Okta's OAuth errors by their internal code, which the System Log shows as `outcome.reason`.
 * Texts and statuses are those of Okta's error catalogue, release 2026.08.1; `{0}` stands for a value.
 */
export const OAUTH_ERRORS = {
  access_denied: [403, 'access_denied', 'The resource owner or authorization server denied the request.'],
  no_matching_policy: [401, 'access_denied', 'Policy evaluation failed for this request, please check the policy configurations.'],
  no_scope_allowed: [400, 'access_denied', 'Policy evaluation succeeded, but all the requested scopes were rejected.'],
  scope_denied: [400, 'access_denied', 'Some of the requested scopes were denied by the policy. Denied scopes: [{0}].'],
  refresh_scopes_denied: [
    400,
    'access_denied',
    'Some of the scopes requested for the refresh request were not granted in the original authorize request. Denied scopes: {0}.',
  ],
  user_not_assigned: [400, 'access_denied', 'User is not assigned to the client application.'],
  mfa_prompt_required_but_not_configured: [
    403,
    'access_denied',
    'The authorize request required an MFA prompt but the org has no factors configured.',
  ],
  password_expired: [403, 'access_denied', "The user's password is expired."],
  disallowed_network_zone: [403, 'access_denied', "The request is made from outside the client's permitted network zones."],
  unmet_authentication_requirements: [
    400,
    'unmet_authentication_requirements',
    "Unable to meet the authentication requirements imposed by 'acr_values' parameter.",
  ],
  login_required: [400, 'login_required', 'The client specified not to prompt, but the user is not logged in.'],
  app_sign_on_required: [
    400,
    'login_required',
    'The client specified not to prompt, but the client app requires re-authentication or MFA.',
  ],
  request_expired: [400, 'login_required', 'Request expired, please start over and try again.'],
  too_many_groups_in_groups_claim: [
    400,
    'server_error',
    'The groups claim matched too many groups and must be configured to match fewer groups.',
  ],
  server_error: [
    500,
    'server_error',
    'The authorization server encountered an unexpected condition that prevented it from fulfilling the request.',
  ],
  temporarily_unavailable: [
    400,
    'temporarily_unavailable',
    'The authorization server is currently unable to handle the request due to a temporary overloading or maintenance of the server.',
  ],
  invalid_client_id: [401, 'invalid_client', "Invalid value for 'client_id' parameter."],
  invalid_client: [401, 'invalid_client', 'Client authentication failed. Either the client or the client credentials are invalid.'],
  missing_client_credentials: [401, 'invalid_client', 'No client credentials found.'],
  invalid_basic_auth_creds: [401, 'invalid_client', 'Found Authentication header but was not valid client credentials.'],
  invalid_client_secret: [401, 'invalid_client', 'The client secret supplied for a confidential client is invalid.'],
  multiple_client_credentials: [
    401,
    'invalid_request',
    'Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.',
  ],
  invalid_token_endpoint_auth_method: [
    401,
    'invalid_client',
    'Client authentication failed. Either the client or the client credentials are invalid.',
  ],
  client_credentials_in_query: [400, 'invalid_request', 'Client credentials cannot be supplied via query parameters.'],
  unsupported_auth_method_browser_request: [
    401,
    'invalid_client',
    'Browser requests to the token endpoint must use Proof Key for Code Exchange.',
  ],
  not_trusted_origin_browser_request: [
    400,
    'invalid_request',
    'Browser requests to the token endpoint must be made from one of the registered Trusted Origins.',
  ],
  feature_not_enabled: [403, 'server_error', 'The requested feature is not enabled in this environment.'],
  feature_not_enabled_access_denied: [400, 'access_denied', 'The requested feature is not enabled in this environment.'],
  org_authorization_server_only_client: [400, 'unauthorized_client', 'This client cannot use a custom authorization server.'],
  invalid_client_application_type: [
    400,
    'invalid_request',
    "Clients with 'application_type' of 'service' are not allowed to access the '{0}' endpoint.",
  ],
  consent_required: [400, 'consent_required', 'The following scopes require user consent: [{0}].'],
  no_existing_session: [400, 'login_required', "A 'prompt' value of 'none' requires an existing session to successfully authorize."],
  illegal_redirect_uri: [400, 'invalid_request', "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings."],
  illegal_post_logout_redirect_uri: [
    400,
    'invalid_request',
    "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings.",
  ],
  invalid_state: [400, 'invalid_request', "The authentication request has an invalid 'state' parameter."],
  invalid_prompt: [400, 'invalid_request', "Invalid value for 'prompt' parameter. Supported values: [{0}]"],
  unknown_idp: [400, 'invalid_request', 'Identity provider is not valid.'],
  pkce_missing_challenge: [400, 'invalid_request', 'PKCE code challenge is required by the application.'],
  pkce_invalid_challenge: [400, 'invalid_request', 'PKCE code challenge contains illegal characters.'],
  pkce_unsupported_code_challenge_method: [400, 'invalid_request', 'PKCE code challenge method is not supported. Valid values: [S256]'],
  pkce_missing_challenge_verifier_present: [
    400,
    'invalid_request',
    'PKCE code challenge should be specified in the authorize request for code verification.',
  ],
  pkce_missing_verifier: [400, 'invalid_request', 'PKCE code verifier is required by the application.'],
  pkce_verification_failed: [400, 'invalid_grant', 'PKCE verification failed.'],
  token_request_missing_grant_type: [400, 'invalid_request', "The token request must specify a 'grant_type'. Valid values: [{0}]"],
  invalid_authorization_code: [400, 'invalid_grant', 'The authorization code is invalid or has expired.'],
  mismatched_client: [
    400,
    'invalid_grant',
    "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.",
  ],
  mismatched_authorization_server: [400, 'invalid_request', 'The grant was issued for another authorization server.'],
  invalid_authorization_server: [400, 'invalid_request', 'The authorization server id is invalid.'],
  mismatched_redirect_uri: [
    400,
    'invalid_grant',
    "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
  ],
  invalid_refresh_token: [400, 'invalid_grant', 'The refresh token is invalid or expired.'],
  unauthorized_client: [
    400,
    'unauthorized_client',
    'The client is not authorized to use the provided grant type. Configured grant types: [{0}].',
  ],
  unsupported_grant_type: [
    400,
    'unsupported_grant_type',
    'The authorization grant type is not supported by the authorization server. Configured grant types: [{0}].',
  ],
  unsupported_response_type: [
    400,
    'unsupported_response_type',
    'The response type is not supported by the authorization server. Configured response types: [{0}].',
  ],
  unsupported_response_mode: [
    400,
    'unsupported_response_mode',
    'The response mode is not supported by the authorization server. Valid response modes: [query, fragment, form_post, okta_post_message].',
  ],
  no_matching_scope: [400, 'invalid_scope', 'One or more scopes are not configured for the authorization server resource.'],
  illegal_custom_scope: [400, 'invalid_scope', 'Custom scopes are not allowed for this request.'],
  openid_scope_required: [400, 'invalid_scope', "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope."],
  missing_scopes: [400, 'invalid_scope', 'No scopes were requested.'],
  invalid_request_uri: [400, 'invalid_request_uri', 'The authorize request_uri is invalid.'],
  invalid_dpop_proof: [400, 'invalid_dpop_proof', 'The DPoP proof JWT is invalid.'],
  invalid_dpop_proof_missing_header: [400, 'invalid_dpop_proof', 'The DPoP proof JWT header is missing.'],
  use_dpop_nonce: [400, 'use_dpop_nonce', 'Authorization server requires nonce in DPoP proof.'],
  id_token_does_not_match_session: [
    400,
    'id_token_does_not_match_session',
    "The ID token subject does not match the current session's user.",
  ],
  id_token_invalid: [401, 'invalid_token', 'The id token is invalid.'],
} as const satisfies Record<string, readonly [status: number, error: string, description: string]>;

export type OAuthErrorCode = keyof typeof OAUTH_ERRORS;

/** @returns status, `error` and `error_description` of the catalogue, with the values put in. */
export function oauthErrorText(code: OAuthErrorCode, ...values: readonly string[]): OAuthErrorText {
  const [status, error, description] = OAUTH_ERRORS[code];
  return { status, error, description: description.replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '') };
}

/** An OAuth refusal in Okta's words, thrown into oidc-provider, which takes it to the redirect URI or answers it as JSON. */
export class OktaOAuthError extends errors.CustomOIDCProviderError {
  constructor(
    readonly code: OAuthErrorCode,
    ...values: readonly string[]
  ) {
    const { status, error, description } = oauthErrorText(code, ...values);
    super(error, description);
    this.status = this.statusCode = status;
    this.expose = true;
  }
}
