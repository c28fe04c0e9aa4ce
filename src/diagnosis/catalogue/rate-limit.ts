import type { Entry } from '../entry.js';
import { errorPage } from './coverage.js';
import { oktaRateLimits } from './sources.js';

/** Too many requests: theirs and ours. */
export const rateLimit: readonly Entry[] = [
  {
    id: 'provider-rate-limit',
    provider: 'okta',
    row: { number: 35, page: errorPage, doctor: { by: 'every check, and it stops then' } },
    title: 'Too many sign-ins at once',
    summary: 'The provider got too many requests in a short time and refuses more for now.',
    who: 'you',
    advice: 'Wait a minute and try again.',
    steps: [
      'Look for a loop: a page that sends people to sign in again and again. Okta allows 60 sign-in requests a minute and 5 at once for one client ID, address and device.',
      'The header X-Rate-Limit-Reset of the answer says when it ends, in seconds since 1970; the log has it. Remaining and Limit both 0: too many at the same time.',
      'In the Admin Console open Reports > Rate Limits to see which limit was reached; the share of this application is a setting there.',
    ],
    elsewhere: [
      'Look for a loop: a page that sends people to sign in again and again.',
      'The header Retry-After of the answer says when it ends; the log has it.',
    ],
    source: oktaRateLimits,
    signs: {
      texts: [
        'API call exceeded rate limit due to too many requests.',
        'You exceeded the maximum number of requests. Try again in a while.',
      ],
      oktaCodes: ['E0000047', 'user_rate_limited'],
      words: [
        ['rate limit|too many requests', 'exceed|too many|reach'],
        ['exceeded', 'number of requests'],
      ],
      situations: [{ status: [429] }],
      ownCodes: ['provider_rate_limited'],
    },
    seen: 'Any request but discovery and the key set.',
  },
  {
    id: 'own-rate-limit',
    provider: 'any',
    title: 'Too many tries from your network',
    summary: 'This application got more sign-ins from your address than it allows in a minute.',
    who: 'you',
    advice: 'Wait a minute and try again.',
    steps: [
      'RATE_LIMIT sets how many sign-ins and sign-outs a minute one address may make.',
      'Behind a proxy every person seems to come from its address until TRUST_PROXY names it.',
    ],
    signs: { ownCodes: ['too_many_requests'] },
    seen: 'Sign-in and sign-out.',
  },
];
