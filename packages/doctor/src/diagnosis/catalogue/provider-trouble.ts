import { chapter, inVain, knowledgeBase, oktaErrorCodes, onOkta, providerLog } from './chapter.js';

const later = 'Try again in a few minutes. If it goes on, tell the people who run this application.';

/** Too many requests: theirs and ours. */
export const rateLimit = chapter({ who: 'you', advice: 'Wait a minute and try again.' })({
  'provider-rate-limit': {
    provider: 'okta',
    row: { number: 35, doctor: { by: 'every check, and it stops then' } },
    title: 'Too many sign-ins at once',
    summary: 'The provider got too many requests in a short time and refuses more for now.',
    steps: [
      'Look for a loop: a page that sends people to sign in again and again. Okta allows 60 sign-in requests a minute and 5 at once for one client ID, address and device.',
      'The header X-Rate-Limit-Reset of the answer says when it ends, in seconds since 1970; the log has it. Remaining and Limit both 0: too many at the same time.',
      'In the Admin Console open Reports > Rate Limits to see which limit was reached; the share of this application is a setting there.',
    ],
    elsewhere: [
      'Look for a loop: a page that sends people to sign in again and again.',
      'The header Retry-After of the answer says when it ends; the log has it.',
    ],
    source: 'https://developer.okta.com/docs/reference/rl2-client-based/',
    texts: ['API call exceeded rate limit due to too many requests.', 'You exceeded the maximum number of requests. Try again in a while.'],
    oktaCodes: ['E0000047', 'user_rate_limited'],
    words: [
      ['rate limit|too many requests', 'exceed|too many|reach'],
      ['exceeded', 'number of requests'],
    ],
    situations: [{ status: [429] }],
    ownCodes: ['provider_rate_limited'],
    seen: 'Any request but discovery and the key set.',
  },
  'own-rate-limit': {
    title: 'Too many tries from your network',
    summary: 'This application got more sign-ins from your address than it allows in a minute.',
    steps: [
      'RATE_LIMIT sets how many sign-ins and sign-outs a minute one address may make.',
      'Behind a proxy every person seems to come from its address until TRUST_PROXY names it.',
    ],
    ownCodes: ['too_many_requests'],
    seen: 'Sign-in and sign-out.',
  },
});

/** The provider is down, slow or answers something else; nobody in front of the page can do anything but wait. */
export const providerTrouble = chapter({ advice: later })({
  'provider-unreachable': {
    title: 'The sign-in service cannot be reached',
    summary: 'This application cannot reach the provider.',
    steps: [
      'From the machine on which this application runs, open the address below: a wrong host name, a firewall, a missing proxy (HTTPS_PROXY) or an untrusted certificate shows itself there.',
      "The cause stands in this application's log under the reference on this page.",
    ],
    paste: { Issuer: '{issuer}' },
    ownCodes: ['provider_unreachable', 'provider_timeout'],
    seen: 'Every request of this application to the provider.',
  },
  'provider-error': {
    title: 'The sign-in service has trouble',
    summary: 'The provider answered that it has trouble itself.',
    who: 'administrator',
    steps: [
      "Look at the provider's status page.",
      onOkta('It is https://status.okta.com.'),
      'Quote the correlation id to the provider if it goes on.',
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1',
    texts: ['The authorization server encountered an unexpected condition that prevented it from fulfilling the request.'],
    situations: [{ error: ['server_error'], wordless: true }, { error: ['temporarily_unavailable'] }],
    ownCodes: ['provider_error'],
    seen: 'The callback and every request of this application to the provider.',
  },
  'provider-invalid-response': {
    title: 'The sign-in service gave an answer that cannot be read',
    summary: 'The answer of the provider is not what the protocol asks for.',
    steps: [
      'Something between this application and the provider may answer in its place: a proxy, a captive portal, a maintenance page. Open the address below from the machine on which this application runs.',
      'Compare the issuer in the settings with the one in the discovery document.',
    ],
    paste: { Issuer: '{issuer}' },
    ownCodes: ['provider_invalid_response', 'endpoint_missing'],
    seen: 'Every request of this application to the provider.',
  },
  'refused-without-reason': {
    title: 'The sign-in service refused this application',
    summary: 'The provider, or a gateway in front of it, refused a request of this application and did not say why.',
    steps: [
      'The address, the status and the beginning of the answer stand in the log under the reference on this page.',
      'If the status is 401, compare client ID, client secret and OIDC_CLIENT_AUTH with the application at the provider: `npm run doctor` tries them.',
      'If the answer is a web page, a firewall or gateway between this application and the provider sent it: let requests of this application to that address pass.',
    ],
    paste: { 'Client ID': '{clientId}' },
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.2',
    situations: [{ ownCode: ['token_refused'], wordless: true }],
    ownCodes: ['refused_without_reason'],
    seen: 'Every request of this application to the provider in which it proves who it is.',
  },
  'realm-unavailable': {
    title: 'The realm is switched off or gone',
    summary: 'The realm of the provider with which people sign in here is disabled, or does not exist.',
    who: 'administrator',
    advice: `${inVain} Ask your administrator. Whoever is signed in here stays so.`,
    steps: ['Look whether the realm at the end of the issuer below is there and enabled; upper and lower case count.'],
    paste: { Issuer: '{issuer}' },
    source: 'https://www.keycloak.org/docs/latest/server_admin/',
    words: [['realm', 'not enabled|disabled|not exist|not found']],
    seen: 'Every request to the provider.',
  },
  'keys-unavailable': {
    title: "The provider's keys cannot be read",
    summary: 'This application could not read the keys with which the provider signs, so it cannot trust an answer.',
    steps: ['Open jwks_uri of the discovery document from the machine on which this application runs: it must answer with a key set.'],
    paste: { Issuer: '{issuer}' },
    source: 'https://openid.net/specs/openid-connect-core-1_0.html#RotateSigningKeys',
    ownCodes: ['keys_unavailable'],
  },
  'discovery-failed': {
    title: 'The provider’s settings cannot be read',
    summary: 'This application could not read the document in which the provider describes itself.',
    steps: [
      'Add /.well-known/openid-configuration to the issuer below and open it from the machine on which this application runs.',
      onOkta('Correct OKTA_ORG_URL and OKTA_AUTH_SERVER in the settings. `npm run doctor` tries the usual ones.'),
      'OIDC_ISSUER, where that is set, must be the issuer to the letter.',
    ],
    paste: { Issuer: '{issuer}' },
    source: 'https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig',
    ownCodes: ['discovery_failed'],
    seen: 'Every sign-in until it is mended.',
  },
  'provider-answer-refused': {
    title: 'The provider refused',
    summary: 'The provider refused to sign you in and did not say why.',
    who: 'you',
    advice: 'If you cancelled the sign-in, start again. If not, ask your administrator.',
    steps: [providerLog],
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1',
    texts: ['The resource owner or authorization server denied the request.'],
    situations: [
      { error: ['access_denied'], wordless: true },
      { ownCode: ['authorization_refused'], wordless: true },
    ],
  },
});

/** Okta's Management API, which only the doctor calls. */
export const management = chapter({ provider: 'okta', who: 'administrator', seen: 'The doctor.' })({
  'api-token-invalid': {
    title: 'The API token is not valid',
    summary: 'Okta does not accept the token with which the doctor asked.',
    advice: 'Sign-in does not need this token.',
    steps: [
      'In the Admin Console open Security > API > Tokens and create a new one. A token dies after 30 days without use, and with the account that created it.',
      'Set it as OKTA_API_TOKEN. An OAuth 2.0 access token belongs in OKTA_API_OAUTH_TOKEN.',
    ],
    source: knowledgeBase('HTTP-401-Okta-E0000011-Invalid-Token-provided-error'),
    oktaCodes: ['E0000011'],
    situations: [{ where: ['management'], status: [401] }],
  },
  'api-token-weak': {
    title: 'The API token may not see this',
    summary: 'The token with which the doctor asked has too few rights.',
    advice: 'Sign-in does not need this token.',
    steps: [
      'An API token has the rights of the administrator who created it: create it as one who may read applications and authorization servers.',
      'An OAuth 2.0 token needs okta.clients.read, okta.apps.read and okta.authorizationServers.read; to mend, okta.clients.manage and okta.authorizationServers.manage.',
    ],
    source: knowledgeBase('How-to-create-an-API-token'),
    situations: [{ where: ['management'], status: [403] }],
  },
  'management-not-found': {
    title: 'Okta does not have what the doctor asked for',
    summary: 'Okta’s Management API does not have what the doctor asked for, or does not show it with this token.',
    advice: 'Sign-in does not need this answer.',
    steps: [
      'The call is named beside this text. For a client or an application: compare OIDC_CLIENT_ID and OKTA_ORG_URL with the Admin Console, and look whether the application is active.',
    ],
    paste: { 'Client ID in use': '{clientId}' },
    source: oktaErrorCodes,
    only: { where: ['management'] },
    oktaCodes: ['E0000007'],
    situations: [{ where: ['management'], status: [404] }],
  },
});
