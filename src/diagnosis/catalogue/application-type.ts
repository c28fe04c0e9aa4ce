import type { Entry } from '../entry.js';
import { check, errorPage } from './coverage.js';
import { oktaErrors } from './sources.js';

const tell = 'Trying again does not help. Tell the people who run this application.';

/** The application at the provider is of a kind that cannot do what is asked. */
export const applicationType: readonly Entry[] = [
  {
    id: 'response-type-unsupported',
    provider: 'okta',
    row: { number: 25, page: errorPage, doctor: check('Authorization request') },
    title: 'This application is not set up for the code flow',
    summary: 'The application registered at the provider does not allow the kind of sign-in that is used here.',
    who: 'developer',
    advice: tell,
    steps: [
      'OIDC_CLIENT_ID may be that of a single-page or native application. In the Admin Console open Applications > Applications: sign-in here needs a Web Application.',
      'Otherwise open General > General Settings > Grant type of this application and tick Authorization Code.',
    ],
    elsewhere: [
      'Allow the authorization code flow (response type `code`) for this client at the provider, or use the client ID of a web application.',
    ],
    paste: [{ label: 'Client ID in use', value: '{clientId}' }],
    source: oktaErrors,
    signs: {
      texts: ['The response type is not supported by the authorization server. Configured response types: […].'],
      words: [['response type', 'not supported|unsupported|not allowed|not permitted']],
      never: ['scope', 'attestation', 'enroll', 'mode'],
      errors: ['unsupported_response_type', 'unauthorized_client'],
      situations: [{ error: ['unsupported_response_type'], wordless: true }],
    },
    seen: 'The callback, before the person signs in.',
  },
  {
    id: 'grant-type-not-enabled',
    provider: 'okta',
    row: { number: 26, page: errorPage, doctor: check('Token request') },
    title: 'A grant type is not enabled for this application',
    summary: 'The application registered at the provider may not do what this sign-in needs.',
    who: 'administrator',
    advice: 'Trying again does not help. Ask your administrator.',
    steps: [
      'In the Admin Console open Applications > Applications, this application, General > General Settings > Grant type.',
      'Tick Authorization Code; and Refresh Token where offline_access is among the scopes.',
    ],
    elsewhere: [
      'Allow the grant types authorization_code and, where offline_access is among the scopes, refresh_token for this client at the provider.',
    ],
    paste: [{ label: 'Client ID', value: '{clientId}' }],
    source: oktaErrors,
    signs: {
      texts: [
        'The client is not authorized to use the provided grant type. Configured grant types: […].',
        'The authorization grant type is not supported by the authorization server. Configured grant types: […].',
      ],
      words: [['grant type', 'not authorized|not allowed|not enabled|unauthorized|not permitted|not supported']],
      never: ['browser', 'exchange', 'client credentials', 'lite classification', 'direct', 'authentication policy'],
      errors: ['unauthorized_client', 'unsupported_grant_type'],
      situations: [{ where: ['token', 'refresh'], error: ['unauthorized_client', 'unsupported_grant_type'], wordless: true }],
    },
    seen: 'The token endpoint.',
  },
  {
    id: 'service-application',
    provider: 'okta',
    row: { number: 27, page: errorPage, doctor: check('Authorization request') },
    title: 'This is an application for services, not for people',
    summary: 'The application registered at Okta is an API Services app, with which people cannot sign in.',
    who: 'developer',
    advice: tell,
    steps: [
      'In the Admin Console open Applications > Applications > Create App Integration > OIDC - OpenID Connect > Web Application, with the two addresses below.',
      'Put its client ID and secret into OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.',
    ],
    paste: [
      { label: 'Sign-in redirect URI', value: '{redirectUri}' },
      { label: 'Sign-out redirect URI', value: '{postLogoutRedirectUri}' },
    ],
    source: oktaErrors,
    signs: {
      texts: ["Clients with 'application_type' of 'service' are not allowed to access the '…' endpoint."],
      oktaCodes: ['invalid_client_application_type'],
      words: [['application type|client', 'service', 'not allowed|cannot|may not', 'endpoint']],
      never: ['grant type', 'native', 'exchange'],
      errors: ['invalid_request', 'unauthorized_client'],
    },
    seen: 'The callback, before the person signs in.',
  },
  {
    id: 'response-mode-unsupported',
    provider: 'any',
    title: 'The provider does not know this response mode',
    summary: 'The provider cannot send its answer in the way that this application asks for.',
    who: 'developer',
    advice: tell,
    steps: ['Remove OIDC_RESPONSE_MODE from the settings, or set it to one of response_modes_supported of the discovery document.'],
    source: oktaErrors,
    signs: {
      words: [['response mode', 'not supported|unsupported|cannot be used']],
      situations: [{ error: ['unsupported_response_mode'] }],
    },
    seen: 'The callback, before the person signs in.',
  },
];
