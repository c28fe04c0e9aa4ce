import type { Entry } from '../entry.js';

const nothing = ['Nothing has to be changed.'];

/** Requests that this application cannot answer, sign-in or not. */
export const http: readonly Entry[] = [
  {
    id: 'not-found',
    provider: 'any',
    title: 'There is no such page',
    summary: 'This application has nothing at this address.',
    who: 'you',
    advice: 'Look at the address, or start from the home page.',
    steps: nothing,
    signs: { ownCodes: ['not_found', 'method_not_allowed'] },
    seen: 'Any address.',
  },
  {
    id: 'request-malformed',
    provider: 'any',
    title: 'This request cannot be understood',
    summary: 'The browser sent something that this application cannot read.',
    who: 'you',
    advice: 'Go back and try again.',
    steps: nothing,
    signs: { ownCodes: ['bad_request', 'unsupported_media_type'] },
    seen: 'Any address.',
  },
  {
    id: 'request-too-large',
    provider: 'any',
    title: 'This request is too large',
    summary: 'The browser sent more than this application accepts.',
    who: 'you',
    advice: 'Go back and send less.',
    steps: nothing,
    signs: { ownCodes: ['body_too_large', 'address_too_long'] },
    seen: 'Any address.',
  },
  {
    id: 'internal-error',
    provider: 'any',
    title: 'Something went wrong here',
    summary: 'This application made a mistake. It is not your fault, nor the provider’s.',
    who: 'developer',
    advice: 'Try again. If it happens again, send the reference on this page to the people who run this application.',
    steps: ['The log has the error with its stack under the reference on this page.'],
    signs: { ownCodes: ['internal_error'] },
    seen: 'Any address.',
  },
  {
    id: 'access-token-refused',
    provider: 'any',
    title: 'The access token was refused',
    summary: 'The request carries an access token that is not valid here, or allows too little.',
    who: 'developer',
    advice: 'Ask for a new token with the scopes that this address needs.',
    steps: [
      'The log names what was wrong: issuer, audience, lifetime, signature or scope.',
      "Tokens of Okta's org server are for Okta itself and cannot be checked here: use a custom authorization server.",
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc6750#section-3.1',
    signs: { ownCodes: ['access_token_invalid', 'access_token_scope'] },
    seen: 'Calls with a bearer token.',
  },
];
