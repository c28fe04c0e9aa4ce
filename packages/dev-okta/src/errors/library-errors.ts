import { errors } from 'oidc-provider';
import { OktaOAuthError, type OAuthErrorCode } from './oauth-errors.js';

/** Where an error of oidc-provider arose; the grant type is known at the token endpoint only. */
export interface ErrorPlace {
  readonly grantType?: string | undefined;
  readonly configuredGrantTypes?: readonly string[] | undefined;
  /** What an authorization request asked for. */
  readonly scope?: unknown;
}

/**
 * oidc-provider's explanations (9.13.3) where one error code of its stands for several of Okta's.
 * They are the only thing that tells these apart; a test drives each of them.
 */
const byDetail = new Map<string, OAuthErrorCode>([
  ['client not found', 'invalid_client_id'],
  ['invalid secret provided', 'invalid_client_secret'],
  ['the provided authentication mechanism does not match the registered client authentication method', 'invalid_client'],
  ['no client authentication mechanism provided', 'missing_client_credentials'],
  ['client authentication must only be provided using one mechanism', 'multiple_client_credentials'],
  ['invalid authorization header value format', 'invalid_basic_auth_creds'],
  ['client_id and client_secret in the authorization header are not properly encoded', 'invalid_basic_auth_creds'],
  ['authorization code redirect_uri mismatch', 'mismatched_redirect_uri'],
  ['code_verifier must be provided', 'pkce_missing_verifier'],
  ['code_verifier does not match code_challenge', 'pkce_verification_failed'],
  ['not supported value of code_challenge_method', 'pkce_unsupported_code_challenge_method'],
  ['code_challenge_method must be provided', 'pkce_unsupported_code_challenge_method'],
  ['unsupported prompt value requested', 'invalid_prompt'],
  ['prompt none must only be used alone', 'invalid_prompt'],
  ['requested grant type is not allowed for this client', 'unauthorized_client'],
  ["missing required parameter 'grant_type'", 'token_request_missing_grant_type'],
  ['more than a password is asked for', 'app_sign_on_required'],
]);

/** The same for explanations that name a parameter or a number. */
const byPattern: readonly (readonly [RegExp, OAuthErrorCode])[] = [
  [/^openid scope must be requested/, 'openid_scope_required'],
  [/^code_challenge (must be a string|contains)/, 'pkce_invalid_challenge'],
  [/^code_verifier (must be a string|contains)/, 'pkce_verification_failed'],
];

/** Codes that both have. */
const sharedCodes: readonly OAuthErrorCode[] = [
  'invalid_client',
  'login_required',
  'unsupported_response_type',
  'unsupported_response_mode',
  'unsupported_grant_type',
  'invalid_request_uri',
  'invalid_dpop_proof',
  'use_dpop_nonce',
  'server_error',
];

/** @returns the error in Okta's words; errors that Okta has no text for stay as they are. */
export function inOktasWords(error: unknown, place: ErrorPlace = {}): unknown {
  if (!(error instanceof errors.OIDCProviderError) || error instanceof OktaOAuthError) return error;
  const code = codeFor(error, place);
  return code ? new OktaOAuthError(code, valueFor(code, place, error)) : error;
}

function codeFor(error: errors.OIDCProviderError, { grantType, scope }: ErrorPlace): OAuthErrorCode | undefined {
  const known = explained(error.error_detail) ?? explained(error.error_description);
  if (known === 'openid_scope_required' && !scope) return 'missing_scopes';
  if (known) return known;
  if (error instanceof errors.SessionNotFound) return 'request_expired';
  // A pushed request gives it the code invalid_request.
  if (error instanceof errors.InvalidRedirectUri) return 'illegal_redirect_uri';
  if (error instanceof errors.InvalidScope && grantType === 'refresh_token') return 'refresh_scopes_denied';
  if (error.error === 'invalid_grant') return grantType === 'refresh_token' ? 'invalid_refresh_token' : 'invalid_authorization_code';
  return sharedCodes.find((code) => code === error.error);
}

function explained(words = ''): OAuthErrorCode | undefined {
  return byDetail.get(words) ?? byPattern.find(([pattern]) => pattern.test(words))?.[1];
}

/** What stands for `{0}` in Okta's text. */
function valueFor(code: OAuthErrorCode, { configuredGrantTypes = ['authorization_code'] }: ErrorPlace, error: object): string | undefined {
  const grantTypes = configuredGrantTypes.join(', ');
  const values: Partial<Record<OAuthErrorCode, string>> = {
    unauthorized_client: grantTypes,
    unsupported_grant_type: grantTypes,
    token_request_missing_grant_type: grantTypes,
    unsupported_response_type: 'code',
    refresh_scopes_denied: 'scope' in error ? String(error.scope) : '',
    invalid_prompt: 'none, login, consent',
  };
  return values[code];
}
