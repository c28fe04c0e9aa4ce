import { byApi, chapter, check, inVain, knowledgeBase, oktaErrors, oktasPageUnlessPushed } from './chapter.js';

/** Where this application proves who it is: a 401 there says that it did not (RFC 6749, section 5.2). */
const askedAsClient = ['token', 'par', 'introspection', 'revocation', 'refresh'] as const;

const invalidClient = knowledgeBase('invalid-client-error-returned-during-client-authentication-failure');

/** The address to which the provider sends the browser back. */
export const redirectUri = chapter({})({
  'redirect-uri-not-registered': {
    provider: 'okta',
    row: { number: 3, page: oktasPageUnlessPushed, doctor: check('Authorization request') },
    title: 'The redirect URI is not registered',
    summary: 'The provider does not know the address to which it is to send you back.',
    who: 'administrator',
    advice: `${inVain} Ask the people who run this application to register its address.`,
    steps: [
      'In the Admin Console open Applications > Applications, this application, General > General Settings > Edit.',
      'Sign-in redirect URIs: add the value below, exactly as it is. http or https, host, port, path, a slash at the end and upper and lower case all count; localhost and 127.0.0.1 are two hosts.',
      'Look whether it was entered under Sign-out redirect URIs by mistake.',
      'If the value below is not the address people use, correct PUBLIC_URL in the settings of this application.',
      byApi('redirect_uris'),
    ],
    elsewhere: [
      "Open this application in the provider's administration and add the value below to its redirect URIs (also called callback URLs, reply URLs), exactly as it is.",
      'If the value below is not the address people use, correct PUBLIC_URL in the settings of this application.',
    ],
    paste: { 'Sign-in redirect URI': '{redirectUri}' },
    api: { method: 'PUT', path: '/oauth2/v1/clients/{clientId}' },
    source: knowledgeBase('okta-error-400-bad-request-the-redirect-uri-parameter-must-be-a-login-redirect-uri-in-the-client-app-settings'),
    texts: [
      "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.",
      "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: …",
      "The 'redirect_uri' parameter must be an absolute URI that is whitelisted in the client app settings.",
    ],
    oktaCodes: ['illegal_redirect_uri', 'illegal_redirect_uri_enhanced'],
    words: [
      ['redirect uri', 'login redirect|sign in redirect|regist|unregist|whitelist|allowlist|allowed|configur|valid|settings|match'],
      ['redirect uri|reply url|callback url', 'not match|mismatch|not registered|invalid parameter'],
    ],
    notWords: 'post logout|logout|sign out|browser|token endpoint|authorization request|metadata|missing|grant|origin',
    errors: ['invalid_request', 'invalid_redirect_uri', 'redirect_uri_mismatch', 'unauthorized_client'],
    situations: [{ error: ['redirect_uri_mismatch', 'redirect_mismatch', 'invalid_redirect_uri'] }],
    seen: "Okta's own 400 page: the browser does not come back.",
  },
  'redirect-uri-differs': {
    row: { number: 4, doctor: { not: 'happens only between two requests of one sign-in' } },
    title: 'The redirect URI changed during sign-in',
    summary: 'The address sent when the code was exchanged is not the one with which the sign-in began.',
    advice: 'Try again. If it happens again, tell the people who run this application.',
    steps: [
      'This application builds both from PUBLIC_URL, so look for a sign-in that began under other settings: a restart with another PUBLIC_URL, or two instances whose PUBLIC_URL differ.',
      'Look for a proxy that changes the query of the authorization request or the body of the token request.',
    ],
    paste: { 'Redirect URI of this instance': '{redirectUri}' },
    texts: ["The 'redirect_uri' does not match the redirection URI used in the authorization request."],
    oktaCodes: ['mismatched_redirect_uri'],
    words: [['redirect uri', 'match|differ|same', 'authorization request|authorize request|authorization endpoint|initial request']],
    errors: ['invalid_grant', 'invalid_request'],
    seen: 'The token endpoint.',
  },
});

/** How this application presents itself: client ID, secret and the way they are sent. */
export const client = chapter({ provider: 'okta', source: invalidClient, seen: 'The token endpoint.' })({
  'client-unknown': {
    row: { number: 6, page: oktasPageUnlessPushed, doctor: check('Client ID') },
    title: 'The provider does not know this client ID',
    summary: 'The provider does not know this application: its client ID is wrong, or belongs to another organisation.',
    steps: [
      'In the Admin Console open Applications > Applications, this application, General, and copy the client ID into OIDC_CLIENT_ID.',
      'Compare OKTA_ORG_URL with the organisation in which you found it: client ID, secret and server must be of the same one.',
      'Look whether the application is active.',
    ],
    elsewhere: [
      "Copy the client ID from the provider's administration into OIDC_CLIENT_ID, and compare OIDC_ISSUER with the tenant in which you found it.",
    ],
    paste: { 'Client ID in use': '{clientId}', 'Issuer in use': '{issuer}' },
    texts: ["Invalid value for 'client_id' parameter."],
    oktaCodes: ['invalid_client_id'],
    words: [
      ['client id', 'invalid|unknown|not found|wrong|not exist', 'value|param|unknown|not found|not exist'],
      ['client not found|unknown client|client was not found|client does not exist'],
      ['application with identifier', 'not found'],
      ['retrieve client by id|invalid client id|unknown client id'],
    ],
    notWords: 'assertion|grant|request uri|metadata|secret|jwt',
    errors: ['invalid_client', 'invalid_request', 'unauthorized_client'],
    seen: "Okta's own page at sign-in, and the discovery document when it is asked with this client ID.",
  },
  'client-secret-invalid': {
    row: { number: 7, doctor: check('Client credentials') },
    title: 'The client secret is wrong',
    summary: 'The provider refused the secret of this application.',
    steps: [
      'In the Admin Console open Applications > Applications, this application, General > Client Credentials, and look whether the secret is active.',
      'Copy it, or generate a new one, into OIDC_CLIENT_SECRET and start this application anew. Quotes or blanks around the value are a common cause.',
    ],
    elsewhere: [
      "Copy the client secret from the provider's administration, or make a new one, into OIDC_CLIENT_SECRET. It may have expired.",
    ],
    texts: ['The client secret supplied for a confidential client is invalid.'],
    oktaCodes: ['invalid_client_secret'],
    words: [['client secret', 'invalid|wrong|incorrect|expired|revoked|not match']],
    notWords: 'assertion|short|does not have|missing|length|jwt',
    errors: ['invalid_client', 'unauthorized_client'],
  },
  'client-authentication-failed': {
    row: { number: 8, doctor: check('Client credentials') },
    title: 'The provider did not accept the credentials of this application',
    summary: 'The provider did not accept the way in which this application proves who it is.',
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
    paste: { 'Client ID in use': '{clientId}' },
    texts: ['Client authentication failed. Either the client or the client credentials are invalid.'],
    oktaCodes: ['invalid_token_endpoint_auth_method'],
    words: [['client authentication', 'fail|invalid|unsuccessful']],
    errors: ['invalid_client', 'unauthorized_client'],
    situations: [{ error: ['invalid_client'] }, { where: askedAsClient, status: [401] }],
  },
  'client-assertion-refused': {
    provider: 'any',
    title: 'The provider does not accept the signed proof of this application',
    summary: 'The provider did not accept the statement that this application signs with its private key.',
    steps: [
      'Compare the public key at the provider with OIDC_CLIENT_PRIVATE_KEY_FILE, its id with OIDC_CLIENT_KEY_ID, and the algorithm that is expected of this client with the `alg` of the key (a JWK may name it).',
      'Where the audience is named as the cause: OIDC_CLIENT_ASSERTION_AUDIENCE=issuer or endpoint, whichever the provider wants.',
      'Where time is named as the cause: compare the clocks. `npm run doctor` does it.',
    ],
    paste: { 'Client ID in use': '{clientId}', 'Issuer in use': '{issuer}' },
    source: 'https://www.rfc-editor.org/rfc/rfc7523#section-3',
    words: [
      ['assertion|signed jwt|client jwt', 'invalid|fail|expired|must|not signed|issued|already used|signature|wrong|mismatch'],
      ['client authentication', 'signed jwt|assertion', 'invalid|fail'],
    ],
    notWords: 'saml|grant|subject token|type',
    errors: ['invalid_client', 'unauthorized_client', 'invalid_request'],
  },
  'client-credentials-malformed': {
    provider: 'any',
    row: { number: 9, doctor: check('Client credentials') },
    title: 'The credentials did not arrive as they were sent',
    summary: 'The provider found no credentials of this application in the request, or found them twice.',
    steps: [
      'Look whether OIDC_CLIENT_SECRET is set, and whether OIDC_CLIENT_AUTH is the one the provider expects.',
      'Look for a proxy between this application and the provider that removes or adds an Authorization header or a query.',
    ],
    source: oktaErrors,
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
    notWords: 'grant|scope|either the client|consent|org authorization server',
    errors: ['invalid_client', 'invalid_request'],
  },
  'browser-request': {
    row: { number: 42, doctor: check('Token request') },
    title: 'The request looked like one from a browser',
    summary: 'Okta took the request of this application for one from a browser, because it carried an Origin header.',
    steps: [
      'This application sends no Origin header: look for a proxy between it and Okta that adds one, and remove it there.',
      'To go on meanwhile, register that origin: Security > API > Trusted Origins.',
    ],
    source: knowledgeBase('Browser-requests-to-the-token-endpoint-must-use-Proof-Key-for-Code-Exchange'),
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
});
