import type { EmbeddedOktaSwitches } from '../embedded-okta.contract.js';

/** A new Okta organisation whose application was registered with care: only the access policy of `default` is missing. */
export const NEW_ORGANISATION: Readonly<EmbeddedOktaSwitches> = {
  defaultPolicy: false,
  apiAccessManagement: true,
  requirePkce: false,
  requireDpop: false,
  refreshTokenGrant: true,
  rotateRefreshTokens: false,
  refreshTokenLeeway: 30,
  everyoneAssigned: true,
  groupsClaim: true,
  clockSkew: 0,
  rateLimited: false,
  idToken: 'fat',
};
