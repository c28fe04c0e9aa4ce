import type { Entry } from '../entry.js';
import { check, errorPage, oktasPageUnlessPushed } from './coverage.js';
import { knowledgeBase, oktaErrors } from './sources.js';
import { byApi } from './uri-by-api.js';

/** The address to which the provider sends the browser back. */
export const redirectUri: readonly Entry[] = [
  {
    id: 'redirect-uri-not-registered',
    provider: 'okta',
    row: { number: 3, page: oktasPageUnlessPushed, doctor: check('Authorization request') },
    title: 'The redirect URI is not registered',
    summary: 'The provider does not know the address to which it is to send you back.',
    who: 'administrator',
    advice: 'Trying again does not help. Ask the people who run this application to register its address.',
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
    paste: [{ label: 'Sign-in redirect URI', value: '{redirectUri}' }],
    api: { method: 'PUT', path: '/oauth2/v1/clients/{clientId}' },
    source: knowledgeBase('okta-error-400-bad-request-the-redirect-uri-parameter-must-be-a-login-redirect-uri-in-the-client-app-settings'),
    signs: {
      texts: [
        "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.",
        "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: …",
        "The 'redirect_uri' parameter must be an absolute URI that is whitelisted in the client app settings.",
      ],
      oktaCodes: ['illegal_redirect_uri', 'illegal_redirect_uri_enhanced'],
      words: [
        ['redirect uri', 'login redirect|sign in redirect|regist|whitelist|allowlist|allowed|configur|valid|settings|match'],
        ['redirect uri|reply url|callback url', 'not match|mismatch|not registered|invalid parameter'],
      ],
      never: [
        'post logout',
        'logout',
        'sign out',
        'browser',
        'token endpoint',
        'authorization request',
        'metadata',
        'missing',
        'grant',
        'origin',
      ],
      errors: ['invalid_request', 'invalid_redirect_uri', 'redirect_uri_mismatch', 'unauthorized_client'],
      situations: [{ error: ['redirect_uri_mismatch', 'redirect_mismatch', 'invalid_redirect_uri'] }],
    },
    seen: "Okta's own 400 page: the browser does not come back.",
  },
  {
    id: 'redirect-uri-differs',
    provider: 'any',
    row: { number: 4, page: errorPage, doctor: { not: 'happens only between two requests of one sign-in' } },
    title: 'The redirect URI changed during sign-in',
    summary: 'The address sent when the code was exchanged is not the one with which the sign-in began.',
    who: 'developer',
    advice: 'Try again. If it happens again, tell the people who run this application.',
    steps: [
      'This application builds both from PUBLIC_URL, so look for a sign-in that began under other settings: a restart with another PUBLIC_URL, or two instances whose PUBLIC_URL differ.',
      'Look for a proxy that changes the query of the authorization request or the body of the token request.',
    ],
    paste: [{ label: 'Redirect URI of this instance', value: '{redirectUri}' }],
    source: oktaErrors,
    signs: {
      texts: ["The 'redirect_uri' does not match the redirection URI used in the authorization request."],
      oktaCodes: ['mismatched_redirect_uri'],
      words: [['redirect uri', 'match|differ|same', 'authorization request|authorize request|authorization endpoint|initial request']],
      errors: ['invalid_grant', 'invalid_request'],
    },
    seen: 'The token endpoint.',
  },
];
