import { describeShapes, without } from './describe-shapes.js';

const guid = '9188040d-6c67-4c5b-b112-36a304b66dad';
const optional = [
  'response_modes_supported',
  'grant_types_supported',
  'authorization_signing_alg_values_supported',
  'authorization_response_iss_parameter_supported',
];
const noLogout = [
  'end_session_endpoint',
  'backchannel_logout_supported',
  'backchannel_logout_session_supported',
  'frontchannel_logout_supported',
  'frontchannel_logout_session_supported',
];
const plain = { responseIssuer: 'off' as const };
const keptSession = { signedOutAt: '/logout' };

describeShapes('A provider like', {
  'Google: no sign-out, scopes rewritten': {
    ...keptSession,
    setup: plain,
    lie: { metadata: without(...noLogout, ...optional), tokenResponse: { scope: 'https://www.googleapis.com/auth/userinfo.email openid' } },
    env: { OIDC_AUTHORIZE_PARAMS: 'access_type=offline&prompt=consent' },
    check: ({ provider }) => expect(provider.requestsTo('authorize')[0]?.query.get('access_type')).toBe('offline'),
  },
  'Entra, one tenant: PKCE not listed, userinfo holds no more than sub': {
    setup: { ...plain, issuerPath: `/${guid}/v2.0`, fatIdToken: true },
    lie: {
      metadata: without('code_challenge_methods_supported'),
      userinfo: without('name', 'given_name', 'family_name', 'preferred_username', 'email', 'email_verified'),
    },
    check: ({ provider }) => expect(provider.requestsTo('authorize')[0]?.query.get('code_challenge_method')).toBe('S256'),
  },
  'Entra, many tenants: the issuer is a template': {
    setup: { ...plain, issuerPath: '/common/v2.0' },
    lie: (origin) => ({
      metadata: { issuer: `${origin}/{tenantid}/v2.0`, tenant_region_scope: null },
      idToken: { claims: { iss: `${origin}/${guid}/v2.0`, tid: guid } },
    }),
    env: { OIDC_TENANTS: guid },
  },
  'Entra, a tenant that is not on the list': {
    outcome: 'refuses: tenant_not_allowed',
    setup: { ...plain, issuerPath: '/common/v2.0' },
    lie: (origin) => ({
      metadata: { issuer: `${origin}/{tenantid}/v2.0` },
      idToken: { claims: { iss: `${origin}/${guid}/v2.0`, tid: guid } },
    }),
    env: { OIDC_TENANTS: '00000000-0000-0000-0000-000000000000' },
  },
  'Entra, the issuer of one tenant under the claim of another': {
    outcome: 'refuses: id_token_claims',
    setup: { ...plain, issuerPath: '/common/v2.0' },
    lie: (origin) => ({
      metadata: { issuer: `${origin}/{tenantid}/v2.0` },
      idToken: { claims: { iss: `${origin}/${guid}/v2.0`, tid: 'another' } },
    }),
    env: { OIDC_TENANTS: '*' },
  },
  'Entra v1: an ID token without a signature': {
    outcome: 'refuses: id_token_algorithm',
    setup: { ...plain, issuerPath: `/${guid}/` },
    lie: { idToken: { alg: 'none' }, tokenResponse: { expires_in: '3600', ext_expires_in: '3600' } },
  },
  'Azure AD B2C: endpoints with a query, discovery at another place than the issuer says': {
    setup: {
      ...plain,
      issuerPath: '/policy',
      paths: { authorize: '/authorize?p=b2c_1', token: '/token?p=b2c_1', jwks: '/keys?p=b2c_1', end_session: '/logout?p=b2c_1' },
    },
    lie: (origin) => ({
      metadata: { issuer: `${origin}/${guid}/v2.0/`, ...without('userinfo_endpoint') },
      idToken: { claims: { iss: `${origin}/${guid}/v2.0/`, emails: ['ada@example.test'], name: 'Ada' } },
    }),
    env: ({ origin }) => ({
      OIDC_ISSUER: `${origin}/${guid}/v2.0/`,
      OIDC_DISCOVERY_URL: `${origin}/policy/.well-known/openid-configuration`,
    }),
    check: ({ provider }) => {
      expect(provider.requestsTo('authorize')[0]?.url).toMatch(/^\/authorize\?p=b2c_1&/);
      expect(provider.requestsTo('token')[0]?.query.get('p')).toBe('b2c_1');
    },
  },
  'Auth0: a slash at the end, a sign-out of its own, a sub with a bar': {
    signedOutAt: '/v2/logout',
    setup: { ...plain, issuerPath: '/', paths: { end_session: '/v2/logout' } },
    lie: {
      metadata: { ...without(...noLogout), id_token_signing_alg_values_supported: ['HS256', 'RS256'] },
      userinfo: { updated_at: '2019-03-30T06:58:35.256Z' },
    },
    env: ({ origin }) => ({
      OIDC_END_SESSION_URL: `${origin}/v2/logout`,
      OIDC_END_SESSION_RETURN_PARAM: 'returnTo',
      OIDC_END_SESSION_CLIENT_ID_PARAM: 'client_id',
    }),
  },
  'Keycloak: a session_state, an encryption key, many algorithms': {
    setup: { issuerPath: '/realms/r' },
    lie: {
      metadata: {
        id_token_signing_alg_values_supported: [
          'PS384',
          'RS384',
          'EdDSA',
          'ES384',
          'HS256',
          'HS512',
          'ES256',
          'RS256',
          'HS384',
          'ES512',
          'PS256',
          'PS512',
          'RS512',
        ],
      },
      authorizationResponse: { session_state: 'a-session' },
      tokenResponse: { 'not-before-policy': 0, session_state: 'a-session', refresh_expires_in: 1800, token_type: 'bearer' },
    },
  },
  'PingFederate: none and HS256 on the list, a sign-out under a name of its own': {
    ...keptSession,
    setup: plain,
    lie: {
      metadata: {
        version: '3.0',
        ping_end_session_endpoint: 'http://127.0.0.1/idp/startSLO.ping',
        ...without(...noLogout, ...optional, 'code_challenge_methods_supported'),
        id_token_signing_alg_values_supported: ['none', 'HS256', 'RS256', 'ES256'],
      },
    },
  },
  'PingOne: a regional path, no session of its own told': {
    setup: { ...plain, issuerPath: '/env/as', paths: { end_session: '/env/as/signoff' } },
    lie: { metadata: { request_parameter_supported: false, claims_parameter_supported: true } },
  },
  'ADFS: an upper-case host in the issuer, slashes at the end of endpoints': {
    setup: { ...plain, issuerPath: '/adfs', paths: { authorize: '/adfs/oauth2/authorize/', token: '/adfs/oauth2/token/' } },
    lie: (origin) => ({
      metadata: {
        issuer: upperCaseHost(origin),
        access_token_issuer: `${origin}/adfs/services/trust`,
        ...without('code_challenge_methods_supported'),
      },
      idToken: { claims: { iss: upperCaseHost(origin), upn: 'ada@corp.example' } },
      userinfo: without('name', 'given_name', 'family_name', 'preferred_username', 'email', 'email_verified'),
    }),
    env: ({ origin }) => ({
      OIDC_ISSUER: upperCaseHost(origin),
      OIDC_DISCOVERY_URL: `${origin}/adfs/.well-known/openid-configuration`,
      OIDC_AUTHORIZE_PARAMS: 'resource=urn:microsoft:userinfo',
    }),
  },
});

function upperCaseHost(origin: string): string {
  return `${origin.replace('127.0.0.1', 'LOCALHOST')}/adfs`;
}
