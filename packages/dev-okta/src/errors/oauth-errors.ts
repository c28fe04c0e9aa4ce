import { errors } from 'oidc-provider';

/**
 * Okta's OAuth errors: by `error`, then by their internal code, which the System Log shows as `outcome.reason`.
 * Texts and statuses are those of Okta's error catalogue, release 2026.08.1; `{0}` stands for a value, and the status is 400 where none is given.
 */
const oauthErrors = {
  access_denied: {
    access_denied: [403, 'The resource owner or authorization server denied the request.'],
    no_matching_policy: [401, 'Policy evaluation failed for this request, please check the policy configurations.'],
    no_scope_allowed: 'Policy evaluation succeeded, but all the requested scopes were rejected.',
    scope_denied: 'Some of the requested scopes were denied by the policy. Denied scopes: [{0}].',
    refresh_scopes_denied:
      'Some of the scopes requested for the refresh request were not granted in the original authorize request. Denied scopes: {0}.',
    user_not_assigned: 'User is not assigned to the client application.',
    mfa_prompt_required_but_not_configured: [403, 'The authorize request required an MFA prompt but the org has no factors configured.'],
    password_expired: [403, "The user's password is expired."],
    disallowed_network_zone: [403, "The request is made from outside the client's permitted network zones."],
    feature_not_enabled_access_denied: 'The requested feature is not enabled in this environment.',
  },
  login_required: {
    login_required: 'The client specified not to prompt, but the user is not logged in.',
    app_sign_on_required: 'The client specified not to prompt, but the client app requires re-authentication or MFA.',
    request_expired: 'Request expired, please start over and try again.',
    no_existing_session: "A 'prompt' value of 'none' requires an existing session to successfully authorize.",
  },
  server_error: {
    too_many_groups_in_groups_claim: 'The groups claim matched too many groups and must be configured to match fewer groups.',
    server_error: [500, 'The authorization server encountered an unexpected condition that prevented it from fulfilling the request.'],
    feature_not_enabled: [403, 'The requested feature is not enabled in this environment.'],
  },
  temporarily_unavailable: {
    temporarily_unavailable:
      'The authorization server is currently unable to handle the request due to a temporary overloading or maintenance of the server.',
  },
  invalid_client: {
    invalid_client_id: [401, "Invalid value for 'client_id' parameter."],
    invalid_client: [401, 'Client authentication failed. Either the client or the client credentials are invalid.'],
    missing_client_credentials: [401, 'No client credentials found.'],
    invalid_basic_auth_creds: [401, 'Found Authentication header but was not valid client credentials.'],
    invalid_client_secret: [401, 'The client secret supplied for a confidential client is invalid.'],
    invalid_token_endpoint_auth_method: [401, 'Client authentication failed. Either the client or the client credentials are invalid.'],
    unsupported_auth_method_browser_request: [401, 'Browser requests to the token endpoint must use Proof Key for Code Exchange.'],
  },
  invalid_request: {
    multiple_client_credentials: [
      401,
      'Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.',
    ],
    client_credentials_in_query: 'Client credentials cannot be supplied via query parameters.',
    not_trusted_origin_browser_request: 'Browser requests to the token endpoint must be made from one of the registered Trusted Origins.',
    invalid_client_application_type: "Clients with 'application_type' of 'service' are not allowed to access the '{0}' endpoint.",
    illegal_redirect_uri: "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.",
    illegal_post_logout_redirect_uri: "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings.",
    invalid_state: "The authentication request has an invalid 'state' parameter.",
    invalid_prompt: "Invalid value for 'prompt' parameter. Supported values: [{0}]",
    unknown_idp: 'Identity provider is not valid.',
    pkce_missing_challenge: 'PKCE code challenge is required by the application.',
    pkce_invalid_challenge: 'PKCE code challenge contains illegal characters.',
    pkce_unsupported_code_challenge_method: 'PKCE code challenge method is not supported. Valid values: [S256]',
    pkce_missing_verifier: 'PKCE code verifier is required by the application.',
    token_request_missing_grant_type: "The token request must specify a 'grant_type'. Valid values: [{0}]",
    mismatched_authorization_server: 'The grant was issued for another authorization server.',
    invalid_authorization_server: 'The authorization server id is invalid.',
  },
  unauthorized_client: {
    org_authorization_server_only_client: 'This client cannot use a custom authorization server.',
    unauthorized_client: 'The client is not authorized to use the provided grant type. Configured grant types: [{0}].',
  },
  invalid_grant: {
    pkce_verification_failed: 'PKCE verification failed.',
    invalid_authorization_code: 'The authorization code is invalid or has expired.',
    mismatched_client:
      "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.",
    mismatched_redirect_uri: "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
    invalid_refresh_token: 'The refresh token is invalid or expired.',
  },
  unsupported_response_mode: {
    unsupported_response_mode:
      'The response mode is not supported by the authorization server. Valid response modes: [query, fragment, form_post, okta_post_message].',
  },
  invalid_scope: {
    no_matching_scope: 'One or more scopes are not configured for the authorization server resource.',
    illegal_custom_scope: 'Custom scopes are not allowed for this request.',
    openid_scope_required: "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.",
    missing_scopes: 'No scopes were requested.',
  },
  invalid_dpop_proof: {
    invalid_dpop_proof: 'The DPoP proof JWT is invalid.',
    invalid_dpop_proof_missing_header: 'The DPoP proof JWT header is missing.',
  },
  invalid_token: {
    id_token_invalid: [401, 'The id token is invalid.'],
  },
  /** Those whose `error` is their code. */
  itself: {
    unmet_authentication_requirements: "Unable to meet the authentication requirements imposed by 'acr_values' parameter.",
    consent_required: 'The following scopes require user consent: [{0}].',
    unsupported_grant_type: 'The authorization grant type is not supported by the authorization server. Configured grant types: [{0}].',
    unsupported_response_type: 'The response type is not supported by the authorization server. Configured response types: [{0}].',
    invalid_request_uri: 'The authorize request_uri is invalid.',
    use_dpop_nonce: 'Authorization server requires nonce in DPoP proof.',
    id_token_does_not_match_session: "The ID token subject does not match the current session's user.",
  },
} as const satisfies Record<string, Record<string, string | readonly [status: number, description: string]>>;

type CodesOf<Group> = Group extends unknown ? keyof Group : never;

export type OAuthErrorCode = CodesOf<(typeof oauthErrors)[keyof typeof oauthErrors]>;

const byCode = new Map(
  Object.entries(oauthErrors).flatMap(([error, codes]) =>
    Object.entries<string | readonly [number, string]>(codes).map(([code, text]) => {
      const [status, description] = typeof text === 'string' ? [400, text] : text;
      return [code, { status, error: error === 'itself' ? code : error, description }];
    }),
  ),
);

/** An OAuth refusal in Okta's words, thrown into oidc-provider, which takes it to the redirect URI or sends it as JSON. */
export class OktaOAuthError extends errors.CustomOIDCProviderError {
  /** @param value stands for `{0}` in the description */
  constructor(
    readonly code: OAuthErrorCode,
    value = '',
  ) {
    const { status, error, description } = byCode.get(code) ?? { status: 400, error: code, description: '' };
    super(error, description.replace('{0}', value));
    this.status = this.statusCode = status;
    this.expose = true;
  }

  get body(): { readonly error: string; readonly error_description: string | undefined } {
    return { error: this.error, error_description: this.error_description };
  }
}
