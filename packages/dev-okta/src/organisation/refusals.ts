import { OktaOAuthError, type OAuthErrorCode } from '../errors/oauth-errors.js';

/** Where Okta refuses: before the sign-in page, after it, as it authenticates the client, or at the endpoint itself. */
type Place = 'authorize' | 'sign-in' | 'client' | 'token' | 'refresh' | 'logout';

/** Refusals that no setting of this organisation brings about, by the place where Okta gives them; with the value in the text, where it has one. */
const refusals = {
  authorize: {
    feature_not_enabled: '',
    org_authorization_server_only_client: '',
    invalid_client_application_type: 'authorize',
    pkce_invalid_challenge: '',
    pkce_unsupported_code_challenge_method: '',
    openid_scope_required: '',
    missing_scopes: '',
    invalid_state: '',
    unknown_idp: '',
    invalid_prompt: 'none, login, consent',
    login_required: '',
    app_sign_on_required: '',
    no_existing_session: '',
    temporarily_unavailable: '',
  },
  'sign-in': {
    feature_not_enabled_access_denied: '',
    scope_denied: 'email',
    consent_required: 'profile',
    unmet_authentication_requirements: '',
  },
  client: {
    invalid_token_endpoint_auth_method: '',
    missing_client_credentials: '',
    invalid_basic_auth_creds: '',
    multiple_client_credentials: '',
    client_credentials_in_query: '',
  },
  token: {
    unauthorized_client: 'implicit',
    invalid_authorization_code: '',
    mismatched_redirect_uri: '',
    mismatched_client: '',
    mismatched_authorization_server: '',
    invalid_authorization_server: '',
    pkce_missing_verifier: '',
    pkce_verification_failed: '',
    use_dpop_nonce: '',
    disallowed_network_zone: '',
    unsupported_auth_method_browser_request: '',
    not_trusted_origin_browser_request: '',
  },
  refresh: { invalid_refresh_token: '', refresh_scopes_denied: 'email' },
  logout: { id_token_invalid: '', id_token_does_not_match_session: '' },
} as const satisfies Record<Place, Partial<Record<OAuthErrorCode, string>>>;

type CodesOf<P> = P extends Place ? keyof (typeof refusals)[P] : never;

/** Okta's internal code of a refusal that the organisation's page can order. */
export type Refusal = CodesOf<Place>;

export const refusalCodes = Object.values(refusals).flatMap((codes) => Object.keys(codes)) as readonly Refusal[];

/** @returns the refusal that was ordered, at the place where Okta gives it; undefined anywhere else. */
export function orderedRefusal(place: Place, ordered: Refusal | 'none'): OktaOAuthError | undefined {
  const here: Partial<Record<OAuthErrorCode, string>> = refusals[place];
  if (ordered === 'none' || here[ordered] === undefined) return undefined;
  return new OktaOAuthError(ordered, here[ordered]);
}
