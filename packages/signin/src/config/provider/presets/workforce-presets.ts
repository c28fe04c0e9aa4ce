import type { ProviderPreset } from './provider-preset.js';

/** Identity services and servers that organisations run or rent. */
export const workforcePresets: Readonly<Record<string, ProviderPreset>> = {
  auth0: {
    name: 'Auth0',
    issuer: /^https:\/\/[^/]+\.auth0\.com\/?$/i,
    defaults: {
      OIDC_END_SESSION_URL: 'https://{host}/v2/logout',
      OIDC_END_SESSION_RETURN_PARAM: 'returnTo',
      OIDC_END_SESSION_CLIENT_ID_PARAM: 'client_id',
    },
    log: 'Monitoring > Logs',
    guide: 'docs/auth0.md',
    notes: [
      'The issuer ends in a slash.',
      'Sign-out goes to /v2/logout: add PUBLIC_URL to Allowed Logout URLs.',
      'Roles come in a claim that an Action adds under a URL of yours: name it in OIDC_GROUPS_CLAIM.',
    ],
  },
  cognito: {
    name: 'Amazon Cognito',
    issuer: /^https:\/\/cognito-idp\.[^./]+\.amazonaws\.com(\.cn)?\/[^/]+\/?$/i,
    defaults: {
      OIDC_GROUPS_CLAIM: 'cognito:groups',
      OIDC_END_SESSION_RETURN_PARAM: 'logout_uri',
      OIDC_END_SESSION_CLIENT_ID_PARAM: 'client_id',
    },
    log: 'AWS CloudTrail',
    guide: 'docs/cognito.md',
    notes: [
      'Discovery does not name the sign-out: set OIDC_END_SESSION_URL=https://<your domain>.auth.<region>.amazoncognito.com/logout',
      'Groups come as cognito:groups. Sign-in happens on another host than the issuer.',
    ],
  },
  keycloak: {
    name: 'Keycloak',
    issuer: /^https?:\/\/.+\/realms\/[^/]+\/?$/i,
    log: 'Events, which Realm settings > Events switches on',
    guide: 'docs/keycloak.md',
    notes: [
      'The issuer follows the address by which Keycloak is reached unless its hostname is fixed: inside and outside of containers they may differ.',
      'Realm roles are in access tokens only: switch on "Add to ID token" of the mapper "realm roles" for OIDC_GROUPS_CLAIM=realm_access.roles, or add a Group Membership mapper for groups.',
      'Back-channel logout works: register PUBLIC_URL/backchannel-logout. Offline sessions outlive every sign-out there, "log out all sessions" included.',
      'Valid post logout redirect URIs: PUBLIC_URL and a slash. The + there ends in "Invalid redirect uri".',
      'With API_TOKENS=introspection this client must be in aud of the tokens: an Audience mapper adds it.',
    ],
  },
  authentik: {
    name: 'authentik',
    issuer: /^https?:\/\/.+\/application\/o\/[^/]+\/?$/i,
    log: 'Events > Logs',
    notes: [
      'The issuer belongs to one application and ends in a slash.',
      "Choose a signing key in the provider's settings: without one, tokens are signed with the client secret (HS256) and refused here.",
      'An encryption key makes ID tokens encrypted: leave it empty, or set OIDC_ID_TOKEN_DECRYPTION_KEY_FILE.',
    ],
  },
  zitadel: {
    name: 'ZITADEL',
    issuer: /^https:\/\/[^/]+\.zitadel\.cloud\/?$/i,
    defaults: { OIDC_GROUPS_CLAIM: 'urn:zitadel:iam:org:project:roles' },
    notes: [
      'The audience of tokens lists several clients and the project.',
      'Roles come as an object, whose keys are the roles; "Assert Roles on Authentication" must be on in the project.',
    ],
  },
  pingone: {
    name: 'PingOne',
    issuer: /^https:\/\/auth\.pingone\.[a-z.]+\/[^/]+\/as\/?$/i,
    log: 'Monitoring > Audit',
    notes: ['The host depends on the region (.com, .eu, .ca, .asia), and the application may ask for PKCE, which is sent.'],
  },
  pingfederate: {
    name: 'PingFederate',
    issuer: /^https:\/\/[^/]+:9031\/?$/i,
    defaults: { OIDC_END_SESSION_URL: 'https://{host}/idp/startSLO.ping', OIDC_END_SESSION_RETURN_PARAM: 'TargetResource' },
    notes: [
      'Sign-out goes to /idp/startSLO.ping with TargetResource, since the standard one is not in its discovery document.',
      'Administrators edit the discovery document: fields may be missing. Unsigned ID tokens are refused although it lists "none".',
    ],
  },
  onelogin: {
    name: 'OneLogin',
    issuer: /^https:\/\/[^/]+\.onelogin\.com\/oidc\/2\/?$/i,
    log: 'Activity > Events',
    notes: ["The application's Token Endpoint setting must match OIDC_CLIENT_AUTH (Basic or POST).", 'Groups need the scope groups.'],
  },
  salesforce: {
    name: 'Salesforce',
    issuer: /^https:\/\/((login|test)\.salesforce\.com|[^/]+\.my\.salesforce\.com)\/?$/i,
    log: 'Setup > Login History',
    notes: [
      'Tokens may name your My Domain host as issuer: then set OIDC_ISSUER to it.',
      'sub is a URL. Access tokens come without a life time. Discovery names no sign-out.',
    ],
  },
  fusionauth: {
    name: 'FusionAuth',
    issuer: /^https:\/\/[^/]+\.fusionauth\.io\/?$/i,
    notes: [
      'The issuer is free text of the tenant: when it is not the address, write it in OIDC_ISSUER and the address in OIDC_DISCOVERY_URL.',
    ],
  },
};
