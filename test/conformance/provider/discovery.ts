import { json } from './answer.js';
import { patched } from './lie.js';
import { addressOf, type EndpointHandler, type ProviderState } from './provider-state.js';

/** OpenID Connect Discovery 1.0, section 4. */
export const discovery: EndpointHandler = (state) => json(patched(metadata(state), state.lie.metadata));

export const jwks: EndpointHandler = (state) => {
  const keys = state.keys.publicKeys();
  return json({ keys: state.lie.jwks?.(keys) ?? keys });
};

function metadata(state: ProviderState): Record<string, unknown> {
  const { setup } = state;
  const signing = setup.signing ?? 'RS256';
  return {
    issuer: state.issuer,
    authorization_endpoint: addressOf(state, 'authorize'),
    token_endpoint: addressOf(state, 'token'),
    userinfo_endpoint: addressOf(state, 'userinfo'),
    jwks_uri: addressOf(state, 'jwks'),
    end_session_endpoint: addressOf(state, 'end_session'),
    revocation_endpoint: addressOf(state, 'revocation'),
    introspection_endpoint: addressOf(state, 'introspection'),
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [signing],
    authorization_signing_alg_values_supported: [signing],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    code_challenge_methods_supported: ['S256'],
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
    ...(setup.userinfo === 'jwt' && { userinfo_signing_alg_values_supported: [signing] }),
    ...((setup.responseIssuer ?? 'advertised') === 'advertised' && { authorization_response_iss_parameter_supported: true }),
    ...((setup.par ?? 'off') !== 'off' && { pushed_authorization_request_endpoint: addressOf(state, 'par') }),
    ...(setup.requestObject === 'required' && { require_signed_request_object: true }),
    ...(setup.par === 'required' && { require_pushed_authorization_requests: true }),
    ...((setup.dpop ?? 'off') !== 'off' && { dpop_signing_alg_values_supported: ['RS256', 'ES256', 'EdDSA'] }),
  };
}
