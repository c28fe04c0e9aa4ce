import type { Entry } from '../entry.js';
import { errorPage } from './coverage.js';
import { oktaErrors } from './sources.js';

/** The authorization code and who may use it. */
export const code: readonly Entry[] = [
  {
    id: 'code-invalid',
    provider: 'any',
    row: {
      number: 20,
      page: errorPage,
      doctor: { not: 'happens only between two requests of one sign-in; the check “Token request” provokes it on purpose' },
    },
    title: 'This sign-in was used already, or took too long',
    summary: 'The provider does not accept the code that this browser brought back: it was used before, or it expired.',
    who: 'you',
    advice: 'Start the sign-in again. Reloading the page or going back to it causes this.',
    steps: [
      'If it happens to everyone, look for something that calls the callback twice: a proxy that repeats requests, a scanner of links, a browser that loads pages in advance.',
    ],
    source: oktaErrors,
    signs: {
      texts: ['The authorization code is invalid or has expired.'],
      oktaCodes: ['invalid_authorization_code'],
      words: [['authorization code|auth code|authorization grant', 'invalid|expired|used|redeemed|not valid|unknown']],
      never: ['not expired', 'not been used', 'device', 'access token from', 'another', 'interaction', 'refresh', 'verifier', 'social'],
      errors: ['invalid_grant', 'invalid_code'],
      situations: [{ where: ['token'], error: ['invalid_grant'], wordless: true }, { error: ['invalid_code'] }],
    },
    seen: 'The token endpoint.',
  },
  {
    id: 'grant-of-another-client',
    provider: 'okta',
    row: { number: 21, page: errorPage, doctor: { not: 'happens only between two requests of one sign-in' } },
    title: 'The code belongs to another application or server',
    summary: 'The code was issued to another application, or by another authorization server, than the one that received it.',
    who: 'developer',
    advice: 'Start the sign-in again. If it happens again, tell the people who run this application.',
    steps: [
      'Look for two instances with different settings behind one address: client ID and authorization server must be the same on all.',
      'After a change of OIDC_CLIENT_ID or OKTA_AUTH_SERVER sign-ins under way end like this; new ones work.',
    ],
    elsewhere: ['Look for two instances with different settings behind one address: client ID and issuer must be the same on all.'],
    paste: [
      { label: 'Client ID of this instance', value: '{clientId}' },
      { label: 'Issuer of this instance', value: '{issuer}' },
    ],
    source: oktaErrors,
    signs: {
      texts: [
        "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.",
        'The grant was issued for another authorization server.',
        'The authorization server id is invalid.',
      ],
      oktaCodes: ['mismatched_client', 'mismatched_authorization_server', 'invalid_authorization_server'],
      words: [
        ['grant|code', 'issued', 'another|different', 'client|authorization server|application'],
        ['authorization server id', 'invalid|unknown|wrong'],
      ],
      never: ['subject token', 'request uri', 'redirect'],
      errors: ['invalid_grant', 'invalid_request'],
    },
    seen: 'The token endpoint.',
  },
];
