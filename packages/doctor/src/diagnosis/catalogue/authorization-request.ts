import { chapter, check, inVain, oktaErrors } from './chapter.js';

const proxy = 'This application sends it: look for a proxy that changes the query of the authorization request.';

/** The application at the provider is of a kind that cannot do what is asked. */
export const applicationType = chapter({ provider: 'okta', seen: 'The callback, before the person signs in.' })({
  'response-type-unsupported': {
    row: { number: 25, doctor: check('Authorization request') },
    title: 'This application is not set up for the code flow',
    summary: 'The application registered at the provider does not allow the kind of sign-in that is used here.',
    steps: [
      'OIDC_CLIENT_ID may be that of a single-page or native application. In the Admin Console open Applications > Applications: sign-in here needs a Web Application.',
      'Otherwise open General > General Settings > Grant type of this application and tick Authorization Code.',
    ],
    elsewhere: [
      'Allow the authorization code flow (response type `code`) for this client at the provider, or use the client ID of a web application.',
    ],
    paste: { 'Client ID in use': '{clientId}' },
    texts: ['The response type is not supported by the authorization server. Configured response types: […].'],
    words: [['response type', 'not supported|unsupported|not allowed|not permitted']],
    notWords: 'scope|attestation|enroll|mode',
    errors: ['unsupported_response_type', 'unauthorized_client'],
    situations: [{ error: ['unsupported_response_type'], wordless: true }],
  },
  'grant-type-not-enabled': {
    row: { number: 26, doctor: check('Token request') },
    title: 'A grant type is not enabled for this application',
    summary: 'The application registered at the provider may not do what this sign-in needs.',
    who: 'administrator',
    advice: `${inVain} Ask your administrator.`,
    steps: [
      'In the Admin Console open Applications > Applications, this application, General > General Settings > Grant type.',
      'Tick Authorization Code; and Refresh Token where offline_access is among the scopes.',
    ],
    elsewhere: [
      'Allow the grant types authorization_code and, where offline_access is among the scopes, refresh_token for this client at the provider.',
    ],
    paste: { 'Client ID': '{clientId}' },
    texts: [
      'The client is not authorized to use the provided grant type. Configured grant types: […].',
      'The authorization grant type is not supported by the authorization server. Configured grant types: […].',
    ],
    words: [['grant type', 'not authorized|not allowed|not enabled|unauthorized|not permitted|not supported']],
    notWords: 'browser|exchange|client credentials|lite classification|direct|authentication policy',
    errors: ['unauthorized_client', 'unsupported_grant_type'],
    situations: [{ where: ['token', 'refresh'], error: ['unauthorized_client', 'unsupported_grant_type'], wordless: true }],
    seen: 'The token endpoint.',
  },
  'service-application': {
    row: { number: 27, doctor: check('Authorization request') },
    title: 'This is an application for services, not for people',
    summary: 'The application registered at Okta is an API Services app, with which people cannot sign in.',
    steps: [
      'In the Admin Console open Applications > Applications > Create App Integration > OIDC - OpenID Connect > Web Application, with the two addresses below.',
      'Put its client ID and secret into OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.',
    ],
    paste: { 'Sign-in redirect URI': '{redirectUri}', 'Sign-out redirect URI': '{postLogoutRedirectUri}' },
    texts: ["Clients with 'application_type' of 'service' are not allowed to access the '…' endpoint."],
    oktaCodes: ['invalid_client_application_type'],
    words: [['application type|client', 'service', 'not allowed|cannot|may not', 'endpoint']],
    notWords: 'grant type|native|exchange',
    errors: ['invalid_request', 'unauthorized_client'],
  },
  'response-mode-unsupported': {
    provider: 'any',
    title: 'The provider does not know this response mode',
    summary: 'The provider cannot send its answer in the way that this application asks for.',
    steps: ['Remove OIDC_RESPONSE_MODE from the settings, or set it to one of response_modes_supported of the discovery document.'],
    source: oktaErrors,
    words: [['response mode', 'not supported|unsupported|cannot be used']],
    situations: [{ error: ['unsupported_response_mode'] }],
  },
});

/** A parameter of the authorization request that the provider does not accept. */
export const request = chapter({ provider: 'okta' })({
  'state-missing': {
    row: { number: 30, doctor: { by: 'check “Authorization request”: it sends a state as sign-in does' } },
    title: 'Okta does not accept the state of the request',
    summary: 'The mark by which the answer is recognised (state) did not reach Okta as it was sent.',
    steps: [proxy, 'Okta requires a state of letters, digits, comma, dot, underscore and hyphen. Look for state in OIDC_AUTHORIZE_PARAMS.'],
    source: 'https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/CustomAS',
    texts: ["The authentication request has an invalid 'state' parameter."],
    oktaCodes: ['invalid_state'],
    words: [['request', 'invalid|missing|malformed', 'state ']],
    errors: ['invalid_request', 'invalid_state'],
    seen: 'The callback, or Okta’s own page.',
  },
  'identity-provider-unknown': {
    row: { number: 43, doctor: { by: 'check “Authorization request”: it sends OIDC_AUTHORIZE_PARAMS as sign-in does' } },
    title: 'Okta does not know the identity provider',
    summary: 'This sign-in was to go through another provider that Okta does not know (idp).',
    steps: [
      'In the Admin Console open Security > Identity Providers and copy the id of an active one into idp in OIDC_AUTHORIZE_PARAMS, or remove idp there.',
    ],
    texts: ['Identity provider is not valid.'],
    oktaCodes: ['unknown_idp'],
    words: [['identity provider|idp', 'not valid|invalid|unknown|not found']],
    notWords: 'prompt|social|state|initiated',
    errors: ['invalid_request'],
  },
  'prompt-invalid': {
    row: { number: 43, doctor: { not: 'the check “Authorization request” sends prompt=none in place of the configured prompt' } },
    title: 'Okta does not know this prompt',
    summary: 'This sign-in was sent with a value of prompt that Okta does not know.',
    steps: [
      'Look for prompt in OIDC_AUTHORIZE_PARAMS. Okta knows none, login, consent, “login consent” and enroll_authenticator; it has no select_account.',
    ],
    elsewhere: ['Look for prompt in OIDC_AUTHORIZE_PARAMS and set it to one of the values that the provider knows, or remove it.'],
    texts: ["Invalid value for 'prompt' parameter. Supported values: […]"],
    oktaCodes: ['invalid_prompt'],
    words: [['prompt', 'invalid|unsupported|not supported|unknown', 'value|param']],
    notWords: 'idp refresh|max age|response type|session|none response',
    errors: ['invalid_request'],
  },
});
