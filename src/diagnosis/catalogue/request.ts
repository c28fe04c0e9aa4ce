import type { Entry } from '../entry.js';
import { errorPage } from './coverage.js';
import { oktaEndpoints, oktaErrors } from './sources.js';

const tell = 'Trying again does not help. Tell the people who run this application.';
const proxy = 'This application sends it: look for a proxy that changes the query of the authorization request.';

/** A parameter of the authorization request that the provider does not accept. */
export const request: readonly Entry[] = [
  {
    id: 'state-missing',
    provider: 'okta',
    row: { number: 30, page: errorPage, doctor: { by: 'check “Authorization request”: it sends a state as sign-in does' } },
    title: 'Okta does not accept the state of the request',
    summary: 'The mark by which the answer is recognised (state) did not reach Okta as it was sent.',
    who: 'developer',
    advice: tell,
    steps: [proxy, 'Okta requires a state of letters, digits, comma, dot, underscore and hyphen. Look for state in OIDC_AUTHORIZE_PARAMS.'],
    source: oktaEndpoints,
    signs: {
      texts: ["The authentication request has an invalid 'state' parameter."],
      oktaCodes: ['invalid_state'],
      words: [['request', 'invalid|missing|malformed', 'state ']],
      errors: ['invalid_request', 'invalid_state'],
    },
    seen: 'The callback, or Okta’s own page.',
  },
  {
    id: 'identity-provider-unknown',
    provider: 'okta',
    row: { number: 43, page: errorPage, doctor: { by: 'check “Authorization request”: it sends OIDC_AUTHORIZE_PARAMS as sign-in does' } },
    title: 'Okta does not know the identity provider',
    summary: 'This sign-in was to go through another provider that Okta does not know (idp).',
    who: 'developer',
    advice: tell,
    steps: [
      'In the Admin Console open Security > Identity Providers and copy the id of an active one into idp in OIDC_AUTHORIZE_PARAMS, or remove idp there.',
    ],
    source: oktaErrors,
    signs: {
      texts: ['Identity provider is not valid.'],
      oktaCodes: ['unknown_idp'],
      words: [['identity provider|idp', 'not valid|invalid|unknown|not found']],
      never: ['prompt', 'social', 'state', 'initiated'],
      errors: ['invalid_request'],
    },
    seen: 'The callback.',
  },
  {
    id: 'prompt-invalid',
    provider: 'okta',
    row: {
      number: 43,
      page: errorPage,
      doctor: { not: 'the check “Authorization request” sends prompt=none in place of the configured prompt' },
    },
    title: 'Okta does not know this prompt',
    summary: 'This sign-in was sent with a value of prompt that Okta does not know.',
    who: 'developer',
    advice: tell,
    steps: [
      'Look for prompt in OIDC_AUTHORIZE_PARAMS. Okta knows none, login, consent, “login consent” and enroll_authenticator; it has no select_account.',
    ],
    elsewhere: ['Look for prompt in OIDC_AUTHORIZE_PARAMS and set it to one of the values that the provider knows, or remove it.'],
    source: oktaErrors,
    signs: {
      texts: ["Invalid value for 'prompt' parameter. Supported values: […]"],
      oktaCodes: ['invalid_prompt'],
      words: [['prompt', 'invalid|unsupported|not supported|unknown', 'value|param']],
      never: ['idp refresh', 'max age', 'response type', 'session', 'none response'],
      errors: ['invalid_request'],
    },
    seen: 'The callback.',
  },
];
