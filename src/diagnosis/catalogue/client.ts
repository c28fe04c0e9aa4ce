import type { Entry } from '../entry.js';
import { check, errorPage, oktasPageUnlessPushed } from './coverage.js';
import { knowledgeBase, oktaErrors } from './sources.js';

const invalidClient = knowledgeBase('invalid-client-error-returned-during-client-authentication-failure');

/** How this application presents itself: client ID, secret and the way they are sent. */
export const client: readonly Entry[] = [
  {
    id: 'client-unknown',
    provider: 'okta',
    row: { number: 6, page: oktasPageUnlessPushed, doctor: check('Client ID') },
    title: 'The provider does not know this client ID',
    summary: 'The provider does not know this application: its client ID is wrong, or belongs to another organisation.',
    who: 'developer',
    advice: 'Trying again does not help. Tell the people who run this application.',
    steps: [
      'In the Admin Console open Applications > Applications, this application, General, and copy the client ID into OIDC_CLIENT_ID.',
      'Compare OKTA_ORG_URL with the organisation in which you found it: client ID, secret and server must be of the same one.',
      'Look whether the application is active.',
    ],
    elsewhere: [
      "Copy the client ID from the provider's administration into OIDC_CLIENT_ID, and compare OIDC_ISSUER with the tenant in which you found it.",
    ],
    paste: [
      { label: 'Client ID in use', value: '{clientId}' },
      { label: 'Issuer in use', value: '{issuer}' },
    ],
    source: invalidClient,
    signs: {
      texts: ["Invalid value for 'client_id' parameter."],
      oktaCodes: ['invalid_client_id'],
      words: [
        ['client id', 'invalid|unknown|not found|wrong|not exist', 'value|param|unknown|not found|not exist'],
        ['client not found|unknown client|client was not found|client does not exist'],
        ['application with identifier', 'not found'],
      ],
      never: ['assertion', 'grant', 'request uri', 'metadata', 'secret', 'jwt'],
      errors: ['invalid_client', 'invalid_request', 'unauthorized_client'],
    },
    seen: "Okta's own page at sign-in, and the discovery document when it is asked with this client ID.",
  },
  {
    id: 'client-secret-invalid',
    provider: 'okta',
    row: { number: 7, page: errorPage, doctor: check('Client credentials') },
    title: 'The client secret is wrong',
    summary: 'The provider refused the secret of this application.',
    who: 'developer',
    advice: 'Trying again does not help. Tell the people who run this application.',
    steps: [
      'In the Admin Console open Applications > Applications, this application, General > Client Credentials, and look whether the secret is active.',
      'Copy it, or generate a new one, into OIDC_CLIENT_SECRET and start this application anew. Quotes or blanks around the value are a common cause.',
    ],
    elsewhere: [
      "Copy the client secret from the provider's administration, or make a new one, into OIDC_CLIENT_SECRET. It may have expired.",
    ],
    source: invalidClient,
    signs: {
      texts: ['The client secret supplied for a confidential client is invalid.'],
      oktaCodes: ['invalid_client_secret'],
      words: [['client secret', 'invalid|wrong|incorrect|expired|revoked|not match']],
      never: ['assertion', 'short', 'does not have', 'missing', 'length', 'jwt'],
      errors: ['invalid_client', 'unauthorized_client'],
    },
    seen: 'The token endpoint.',
  },
  {
    id: 'client-authentication-failed',
    provider: 'okta',
    row: { number: 8, page: errorPage, doctor: check('Client credentials') },
    title: 'The provider did not accept the credentials of this application',
    summary: 'The provider did not accept the way in which this application proves who it is.',
    who: 'developer',
    advice: 'Trying again does not help. Tell the people who run this application.',
    steps: [
      'In the Admin Console open Applications > Applications, this application, General > Client Credentials, and compare Client authentication with OIDC_CLIENT_AUTH: client_secret_basic or client_secret_post for a client secret, private_key_jwt for a public key / private key.',
      'Look whether the application is active.',
      'Copy the client secret again into OIDC_CLIENT_SECRET.',
    ],
    elsewhere: [
      'Compare OIDC_CLIENT_AUTH with how the provider expects this client to authenticate.',
      'Where the client ID or the secret has punctuation in it, try OIDC_CLIENT_AUTH=client_secret_post: some providers do not decode what RFC 6749, section 2.3.1 encodes.',
      'Copy the client secret again into OIDC_CLIENT_SECRET.',
    ],
    paste: [{ label: 'Client ID in use', value: '{clientId}' }],
    source: invalidClient,
    signs: {
      texts: ['Client authentication failed. Either the client or the client credentials are invalid.'],
      oktaCodes: ['invalid_token_endpoint_auth_method'],
      words: [['client authentication', 'fail|invalid|unsuccessful']],
      errors: ['invalid_client', 'unauthorized_client'],
      situations: [{ error: ['invalid_client'], wordless: true }],
    },
    seen: 'The token endpoint.',
  },
  {
    id: 'client-credentials-malformed',
    provider: 'okta',
    row: { number: 9, page: errorPage, doctor: check('Client credentials') },
    title: 'The credentials did not arrive as they were sent',
    summary: 'The provider found no credentials of this application in the request, or found them twice.',
    who: 'developer',
    advice: 'Trying again does not help. Tell the people who run this application.',
    steps: [
      'Look whether OIDC_CLIENT_SECRET is set, and whether OIDC_CLIENT_AUTH is the one the application at Okta expects.',
      'Look for a proxy between this application and Okta that removes or adds an Authorization header or a query.',
    ],
    elsewhere: [
      'Look whether OIDC_CLIENT_SECRET is set, and whether OIDC_CLIENT_AUTH is the one the provider expects.',
      'Look for a proxy between this application and the provider that removes or adds an Authorization header or a query.',
    ],
    source: oktaErrors,
    signs: {
      texts: [
        'No client credentials found.',
        'Found Authentication header but was not valid client credentials.',
        'Cannot supply multiple client credentials. Use one of the following: …',
        'Client credentials cannot be supplied via query parameters.',
      ],
      oktaCodes: ['missing_client_credentials', 'invalid_basic_auth_creds', 'multiple_client_credentials', 'client_credentials_in_query'],
      words: [
        ['client credentials', 'no |missing|without', 'found|suppl|provid|sent'],
        ['client credentials', 'multiple|more than one|twice|several'],
        ['client credentials', 'query'],
        ['client credentials', 'header', 'not valid|invalid|malformed'],
      ],
      never: ['grant', 'scope', 'either the client', 'consent', 'org authorization server'],
      errors: ['invalid_client', 'invalid_request'],
    },
    seen: 'The token endpoint.',
  },
  {
    id: 'browser-request',
    provider: 'okta',
    row: { number: 42, page: errorPage, doctor: check('Token request') },
    title: 'The request looked like one from a browser',
    summary: 'Okta took the request of this application for one from a browser, because it carried an Origin header.',
    who: 'developer',
    advice: 'Trying again does not help. Tell the people who run this application.',
    steps: [
      'This application sends no Origin header: look for a proxy between it and Okta that adds one, and remove it there.',
      'To go on meanwhile, register that origin: Security > API > Trusted Origins.',
    ],
    source: knowledgeBase('Browser-requests-to-the-token-endpoint-must-use-Proof-Key-for-Code-Exchange'),
    signs: {
      texts: [
        'Browser requests to the token endpoint must use Proof Key for Code Exchange.',
        'Browser requests to the token endpoint must be made from one of the registered Trusted Origins.',
        'Browser requests to the token endpoint must be part of at least one whitelisted redirect_uri.',
        'Browser requests to the token endpoint may only use the authorization_code grant_type.',
        'Browser requests to the token endpoint may not include the offline_access scope.',
      ],
      words: [['browser', 'request', 'token endpoint']],
      errors: ['invalid_client', 'invalid_request', 'unauthorized_client', 'invalid_scope'],
    },
    seen: 'The token endpoint.',
  },
];
