import type { AuthorizationServer, Organisation } from '../organisation/organisation.js';
import { oktaRoutes } from '../provider/provider-configuration.js';

/** @returns Okta's discovery document (OpenID Connect Discovery 1.0, section 3): what Okta lists, not all that works here. */
export function discoveryDocument(server: AuthorizationServer, organisation: Organisation): Record<string, unknown> {
  const { application, origin } = organisation;
  const routes = oktaRoutes(server);
  const at = (path: string | undefined) => `${server.issuer}${path}`;
  const base = routes.authorization?.replace(/\/authorize$/, '');
  const authMethods = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'];
  return {
    issuer: server.issuer,
    authorization_endpoint: at(routes.authorization),
    token_endpoint: at(routes.token),
    userinfo_endpoint: at(routes.userinfo),
    registration_endpoint: `${origin}/oauth2/v1/clients`,
    jwks_uri: at(routes.jwks),
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post', 'okta_post_message'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: organisation.scopes(server).filter((scope) => !scope.includes(':')),
    token_endpoint_auth_methods_supported: authMethods,
    claims_supported: claims,
    code_challenge_methods_supported: ['S256'],
    introspection_endpoint: at(routes.introspection),
    introspection_endpoint_auth_methods_supported: authMethods,
    revocation_endpoint: at(routes.revocation),
    revocation_endpoint_auth_methods_supported: authMethods,
    end_session_endpoint: at(`${base}/logout`),
    request_parameter_supported: false,
    pushed_authorization_request_endpoint: at(routes.pushed_authorization_request),
    dpop_signing_alg_values_supported: ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'],
    // Not Okta's: only for an application that was given such an address.
    ...(application.backchannelLogoutUri && { backchannel_logout_supported: true, backchannel_logout_session_supported: true }),
    ...(application.frontchannelLogoutUri && { frontchannel_logout_supported: true, frontchannel_logout_session_supported: true }),
  };
}

const claims = [
  'iss ver sub aud iat exp jti auth_time amr idp nonce at_hash c_hash',
  'name nickname preferred_username given_name middle_name family_name email email_verified profile zoneinfo locale address',
  'phone_number picture website gender birthdate updated_at',
].flatMap((names) => names.split(' '));
