import type { SignInErrorCode } from '@fanlight/signin';
import { diagnose, type Facts } from '@fanlight/doctor/catalogue';
import type { OidcErrorCode } from '@fanlight/oidc';

/** The compiler refuses this list when a code is added or renamed. */
const oidc: Record<OidcErrorCode, true> = {
  provider_unreachable: true,
  provider_timeout: true,
  provider_error: true,
  provider_rate_limited: true,
  provider_invalid_response: true,
  refused_without_reason: true,
  discovery_failed: true,
  issuer_mismatch: true,
  endpoint_missing: true,
  keys_unavailable: true,
  authorization_refused: true,
  token_refused: true,
  response_invalid: true,
  state_mismatch: true,
  response_issuer_mismatch: true,
  response_issuer_missing: true,
  response_signature: true,
  response_claims: true,
  response_clock: true,
  id_token_missing: true,
  id_token_invalid: true,
  id_token_signature: true,
  id_token_algorithm: true,
  id_token_encrypted: true,
  id_token_not_encrypted: true,
  id_token_issuer: true,
  id_token_claims: true,
  id_token_clock: true,
  acr_not_met: true,
  max_age_not_met: true,
  tenant_not_allowed: true,
  userinfo_refused: true,
  userinfo_subject: true,
  userinfo_untrusted: true,
  logout_token_invalid: true,
  access_token_invalid: true,
  access_token_scope: true,
  configuration: true,
};

const auth: Record<SignInErrorCode, true> = {
  connection_unknown: true,
  connection_disabled: true,
  connection_unusable: true,
  signed_out: true,
  session_ended: true,
  forbidden: true,
  groups_missing: true,
  groups_overage: true,
  groups_unavailable: true,
  groups_unreadable: true,
  step_up_required: true,
  csrf_refused: true,
  prefetch_refused: true,
  transaction_missing: true,
  transaction_expired: true,
  callback_malformed: true,
  session_not_kept: true,
  sign_in_denied: true,
  identity_unproven: true,
  identity_taken: true,
  identity_last: true,
  address_not_verified: true,
  address_not_allowed: true,
  group_not_allowed: true,
  person_inactive: true,
  login_issuer_unknown: true,
  token_unavailable: true,
  too_many_requests: true,
};

const facts: Facts = {
  issuer: 'https://idp.example',
  orgUrl: undefined,
  authServerId: undefined,
  clientId: 'app',
  redirectUri: 'https://app.example/authorization-code/callback',
  postLogoutRedirectUri: 'https://app.example/',
  scopes: ['openid'],
  groupsClaim: 'groups',
};

describe('the catalogue', () => {
  it.each([...Object.keys(oidc), ...Object.keys(auth), 'store_unavailable', 'not_found', 'internal_error'])(
    'explains %s, at any provider',
    (code) => {
      expect(diagnose({ where: 'application', code }, facts)).toMatchObject({ known: true });
    },
  );
});
