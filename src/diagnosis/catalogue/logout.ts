import type { Entry } from '../entry.js';
import { checkWithToken, oktasOwnPage } from './coverage.js';
import { knowledgeBase, oktaErrors } from './sources.js';
import { byApi } from './uri-by-api.js';

const here = 'You are signed out of this application. To end the session at the provider too, sign out there.';

/** Signing out at the provider. */
export const logout: readonly Entry[] = [
  {
    id: 'logout-uri-not-registered',
    provider: 'okta',
    row: { number: 38, page: oktasOwnPage, doctor: checkWithToken('Sign-out redirect URI') },
    title: 'The sign-out redirect URI is not registered',
    summary: 'The provider does not know the address to which it is to send you after signing out.',
    who: 'administrator',
    advice: here,
    steps: [
      'In the Admin Console open Applications > Applications, this application, General > General Settings > Edit.',
      'Sign-out redirect URIs: add the value below, exactly as it is, the slash at the end included.',
      byApi('post_logout_redirect_uris'),
    ],
    elsewhere: [
      "Open this application in the provider's administration and add the value below to its post-logout redirect URIs, exactly as it is.",
    ],
    paste: [{ label: 'Sign-out redirect URI', value: '{postLogoutRedirectUri}' }],
    api: { method: 'PUT', path: '/oauth2/v1/clients/{clientId}' },
    source: knowledgeBase('the-post-logout-redirect-uri-parameter-must-be-a-logout-redirect-uri-in-the-client-app'),
    signs: {
      texts: [
        "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings.",
        "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings: …",
      ],
      oktaCodes: ['illegal_post_logout_redirect_uri', 'illegal_post_logout_redirect_uri_enhanced'],
      words: [
        ['post logout|logout redirect|sign out redirect', 'redirect', 'regist|whitelist|allow|configur|valid|settings|match|must be'],
      ],
      errors: ['invalid_request', 'invalid_redirect_uri'],
    },
    seen: "Okta's own page after signing out.",
  },
  {
    id: 'logout-hint-missing',
    provider: 'okta',
    row: { number: 39, page: oktasOwnPage, doctor: { not: 'needs an ID token, so a sign-in' } },
    title: 'The provider cannot tell whose session to end',
    summary: 'The provider got no usable ID token with the sign-out, so it did not know whose session to end.',
    who: 'developer',
    advice: here,
    steps: [
      'This application keeps the ID token in the server-side session and sends it as id_token_hint: look for sessions from before a change of SESSION_SECRET or of the issuer.',
      'A token that has expired is fine; one of another issuer or client is not.',
    ],
    elsewhere: [
      'This application sends the ID token as id_token_hint: look for sessions from before a change of SESSION_SECRET or of the issuer.',
    ],
    source: knowledgeBase('the-purpose-of-id-token-hint-in-the-logout-api-and-how-does-it-affect-the-single-logout-process'),
    signs: {
      texts: ['The id token is invalid.'],
      oktaCodes: ['id_token_invalid'],
      words: [['id token|id token hint', 'hint|logout', 'missing|required|invalid|must']],
      never: ['subject', 'session user', 'audience', 'expires', 'issued', 'issuer of', 'signature', 'parsed', 'backchannel'],
      errors: ['invalid_request', 'invalid_token', 'invalid_client'],
      situations: [{ where: ['logout'], error: ['invalid_client'] }],
    },
    seen: "Okta's own page after signing out.",
  },
  {
    id: 'logout-of-another-person',
    provider: 'okta',
    row: { number: 39, page: oktasOwnPage, doctor: { not: 'needs two people in one browser' } },
    title: 'Somebody else is signed in at the provider',
    summary: 'In this browser another person is signed in at the provider than here, so the provider ended nothing.',
    who: 'you',
    advice: 'You are signed out of this application. The other session at the provider goes on; sign out there if it is yours.',
    steps: ['Nothing has to be changed: one browser has one session at Okta.'],
    elsewhere: ['Nothing has to be changed: one browser has one session at the provider.'],
    source: oktaErrors,
    signs: {
      texts: ["The ID token subject does not match the current session's user."],
      oktaCodes: ['id_token_does_not_match_session'],
      words: [['id token', 'subject|user', 'not match|differ', 'session']],
      errors: ['id_token_does_not_match_session', 'invalid_request'],
    },
    seen: "Okta's own page after signing out.",
  },
  {
    id: 'logout-token-invalid',
    provider: 'any',
    title: 'A sign-out message was refused',
    summary: 'Somebody sent this application a sign-out message that is not from the provider, or not for this application.',
    who: 'developer',
    advice: 'Nothing happened. Sign out here if you want to.',
    steps: ['The log names what was wrong with the message. Compare its issuer and audience with the settings.'],
    source: 'https://openid.net/specs/openid-connect-backchannel-1_0.html#Validation',
    signs: { ownCodes: ['logout_token_invalid'] },
    seen: 'POST /backchannel-logout.',
  },
];
