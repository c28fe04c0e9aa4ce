import type { Entry } from '../entry.js';
import { sessionEnds } from './coverage.js';
import { oktaErrors, oktaRefreshTokens } from './sources.js';

/** Renewing tokens. */
export const refresh: readonly Entry[] = [
  {
    id: 'refresh-token-invalid',
    provider: 'any',
    row: {
      number: 36,
      page: sessionEnds,
      doctor: { not: 'needs a refresh token, so a sign-in; the check “Application settings” sees whether rotation is on' },
    },
    title: 'Your session at the provider has ended',
    summary: 'The provider does not renew your sign-in any more.',
    who: 'you',
    advice: 'Sign in again.',
    steps: [
      'Normal after a sign-out elsewhere, a changed password, or 7 days without use at Okta.',
      'If it happens often: something else uses the same refresh token. This application renews one at a time, across instances that share a database; a copy of the database, or a second application with the same tokens, breaks that.',
      'In Okta: Reports > System Log, event app.oauth2.token.detect_reuse or app.oauth2.as.token.detect_reuse.',
    ],
    source: oktaRefreshTokens,
    signs: {
      texts: ['The refresh token is invalid or expired.'],
      oktaCodes: ['invalid_refresh_token'],
      words: [['refresh token|token', 'refresh', 'invalid|expired|revoked|not active|unknown|used']],
      never: ['not expired', 'not been used', 'scope', 'dpop', 'cannot create', 'validation'],
      errors: ['invalid_grant'],
      situations: [{ where: ['refresh'], error: ['invalid_grant'] }],
    },
    seen: 'The token endpoint, when tokens are renewed.',
  },
  {
    id: 'refresh-scope-widened',
    provider: 'okta',
    row: { number: 37, page: sessionEnds, doctor: { not: 'needs a refresh token, so a sign-in' } },
    title: 'More was asked for than at sign-in',
    summary: 'Renewing the sign-in asked for something (a scope) that you did not grant when you signed in.',
    who: 'you',
    advice: 'Sign in again.',
    steps: [
      'After a change of OIDC_SCOPES people have to sign in once more: sessions from before cannot gain a scope.',
      'offline_access must be among OIDC_SCOPES at sign-in for there to be a refresh token at all.',
    ],
    elsewhere: ['After a change of OIDC_SCOPES people have to sign in once more: sessions from before cannot gain a scope.'],
    paste: [{ label: 'Scopes this application asks for', value: '{scopes}' }],
    source: oktaErrors,
    signs: {
      texts: ['Some of the scopes requested for the refresh request were not granted in the original authorize request. Denied scopes: ….'],
      oktaCodes: ['refresh_scopes_denied'],
      words: [['scope', 'refresh', 'not granted|denied|original|exceed']],
      errors: ['access_denied', 'invalid_scope', 'invalid_grant'],
      situations: [{ where: ['refresh'], error: ['invalid_scope'] }],
    },
    seen: 'The token endpoint, when tokens are renewed.',
  },
  {
    id: 'token-unavailable',
    provider: 'any',
    title: 'Your session has no token for this',
    summary: 'This application holds no valid token of the provider for your session any more.',
    who: 'you',
    advice: 'Sign in again.',
    steps: ['For tokens that outlive an hour: offline_access among OIDC_SCOPES, and the grant type Refresh Token at the provider.'],
    source: oktaRefreshTokens,
    signs: { ownCodes: ['token_unavailable'] },
    seen: 'Pages that call another service in your name.',
  },
];
