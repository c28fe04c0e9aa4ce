import { chapter, onOkta } from './chapter.js';

const waitAndRetry =
  'What you did just now may not have happened: neither a sign-in nor a sign-out is certain. Try again in a minute; if it goes on, tell the people who run this application.';

const storeCodes = 'store_unavailable store_unreachable store_timeout store_busy store_full store_read_only'.split(' ');
const databaseCodes =
  'database_refused database_not_writable database_corrupt database_tls database_pooler database_incomplete database_newer'.split(' ');

/** This application itself: its stores, its forms, its sessions. */
export const ownApplication = chapter({ who: 'you' })({
  'store-unavailable': {
    title: 'The sessions cannot be read or saved at the moment',
    summary: 'This application cannot use the database that holds the sessions.',
    who: 'developer',
    advice: waitAndRetry,
    steps: [
      'DATABASE_URL and SESSION_STORE_URL say where the database and the sessions are; /readyz names the one that does not work, and why.',
      'The cause stands in the log under the reference on this page.',
    ],
    ownCodes: [...storeCodes, ...databaseCodes, 'driver_missing', 'migration_failed'],
    seen: 'Every page that needs a session.',
  },
  'csrf-refused': {
    title: 'This came from another site',
    summary: 'What was sent came from a page of another site, and only pages of this application may send it for you.',
    advice: 'Nothing was changed. Open the page here and send it again.',
    steps: [
      'If it happens to everyone: people must reach this application under PUBLIC_URL, and a proxy must leave the headers Origin and Sec-Fetch-Site alone.',
    ],
    source: 'https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html',
    ownCodes: ['csrf_refused'],
    seen: 'Forms.',
  },
  'signed-out': {
    title: 'Please sign in',
    summary: 'This page is for people who are signed in.',
    advice: 'Sign in and try again. What you sent was not saved.',
    ownCodes: ['signed_out'],
    seen: 'Guarded pages.',
  },
  'session-ended': {
    title: 'Your session has ended',
    summary: 'You were signed out: your session ran out, or it was ended from another device, by your administrator or by the provider.',
    advice: 'Sign in again. What you sent was not saved.',
    steps: ['SESSION_IDLE_TIMEOUT and SESSION_ABSOLUTE_TIMEOUT say how long sessions last.'],
    ownCodes: ['session_ended'],
    seen: 'Guarded pages.',
  },
  'not-allowed': {
    title: 'This page is not for you',
    summary: 'You are signed in, but you may not see this page.',
    who: 'administrator',
    advice: 'Ask your administrator whether you may, and sign in again after a change.',
    steps: ['The page asks for a group: the log names it. The profile shows the groups that arrived, from the claim `{groupsClaim}`.'],
    ownCodes: ['forbidden'],
    seen: 'Pages for members of a group.',
  },
  'groups-unreadable': {
    title: 'Your groups cannot be read',
    summary: 'The provider sent a groups claim in a shape that names no groups.',
    who: 'developer',
    advice: 'Tell your administrator; signing in again does not help.',
    steps: [
      'The claim `{groupsClaim}` must be a list of texts, one text, or an object whose keys are the groups. The profile shows what arrived.',
      'If the groups are further inside, name the path: OIDC_GROUPS_CLAIM=realm_access.roles.',
    ],
    ownCodes: ['groups_unreadable'],
    seen: 'Pages for members of a group.',
  },
  'step-up-required': {
    title: 'Please confirm that it is you',
    summary: 'This needs a stronger or more recent sign-in than yours.',
    advice: 'Sign in again, with the additional step that your provider asks for.',
    steps: [
      'If the provider asks for nothing more, it may not know the class that the page asks for: compare it with acr_values_supported in its discovery document.',
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc9470',
    ownCodes: ['step_up_required'],
    seen: 'Pages and API calls that ask for a step-up.',
  },
  'login-issuer-unknown': {
    title: 'This link belongs to another provider',
    summary: 'The link asks to sign in through a provider that this application does not use.',
    who: 'developer',
    advice: 'Go on from the start page. If you came from your dashboard, tell your administrator.',
    steps: [
      'At Okta the link is the Initiate login URI of the application; `iss` must be the issuer below, or the address of its organisation.',
      'With a custom domain, open Applications > this application > Sign On > OpenID Connect ID Token > Issuer.',
    ],
    elsewhere: ['The parameter `iss` of the link must be the issuer below, to the letter.'],
    paste: { Issuer: '{issuer}' },
    source: 'https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin',
    ownCodes: ['login_issuer_unknown'],
    seen: 'GET /login?iss=…',
  },
  'connection-unknown': {
    title: 'There is no such way to sign in',
    summary: 'The address asks to sign in by a connection that this application does not have, or does not have any more.',
    who: 'administrator',
    advice: 'Open the start page and sign in from there. If somebody gave you this address, tell them that it is out of date.',
    steps: ['Compare `connection` in the address with CONNECTIONS in the settings, and with `npm run connections -- list`.'],
    ownCodes: ['connection_unknown'],
  },
  'connection-disabled': {
    title: 'Signing in this way is switched off',
    summary: 'The people who run this application have switched this connection off: nobody signs in by it at present.',
    who: 'administrator',
    advice: 'Ask the people who run this application, or sign in another way.',
    steps: ['Enable the connection again where it is kept.'],
    ownCodes: ['connection_disabled'],
  },
  'connection-unusable': {
    title: 'This way to sign in is not set up correctly',
    summary: 'The settings of this connection cannot be used, so nobody can sign in by it.',
    who: 'developer',
    advice: 'Tell the people who run this application; another way to sign in still works.',
    steps: ['The log names every setting of the connection that cannot be used, and why.'],
    ownCodes: ['connection_unusable'],
  },
  'prefetch-refused': {
    title: 'Your browser loaded this page in advance',
    summary: 'Your browser asked for this page before you did, so no sign-in was started.',
    advice: 'Load the page again.',
    ownCodes: ['prefetch_refused'],
    seen: 'Sign-in.',
  },
});

/** Requests that this application cannot answer, sign-in or not. */
export const http = chapter({ seen: 'Any address.' })({
  'not-found': {
    title: 'There is no such page',
    summary: 'This application has nothing at this address.',
    who: 'you',
    advice: 'Look at the address, or go on from the start page.',
    ownCodes: ['not_found', 'method_not_allowed'],
  },
  'request-malformed': {
    title: 'This request cannot be understood',
    summary: 'The browser sent something that this application cannot read.',
    who: 'you',
    advice: 'Go back and try again.',
    ownCodes: ['bad_request', 'unsupported_media_type'],
  },
  'request-too-large': {
    title: 'This request is too large',
    summary: 'The browser sent more than this application accepts.',
    who: 'you',
    advice: 'Go back and send less.',
    ownCodes: ['body_too_large', 'address_too_long'],
  },
  'internal-error': {
    title: 'Something went wrong here',
    summary: 'This application made a mistake. It is not your fault, nor the provider’s.',
    advice: 'Try again. If it happens again, send the reference on this page to the people who run this application.',
    steps: ['The log has the error with its stack under the reference on this page.'],
    ownCodes: ['internal_error'],
  },
  'access-token-refused': {
    title: 'The access token was refused',
    summary: 'The request carries an access token that is not valid here, or allows too little.',
    advice: 'Ask for a new token with the scopes that this address needs.',
    steps: [
      'The log names what was wrong: issuer, audience, lifetime, signature or scope.',
      onOkta("Tokens of Okta's org server are for Okta itself and cannot be checked here: use a custom authorization server."),
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc6750#section-3.1',
    ownCodes: ['access_token_invalid', 'access_token_scope'],
    seen: 'Calls with a bearer token.',
  },
});
