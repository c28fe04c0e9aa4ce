import type { TokenEndpointGrantContext } from 'oidc-provider';
import { OktaOAuthError } from '../errors/oauth-errors.js';
import type { Organisation } from '../organisation/organisation.js';

/**
 * What Okta checks in a token request before it looks at the grant.
 * @throws OktaOAuthError
 */
export function checkTokenRequest(ctx: TokenEndpointGrantContext, { switches }: Organisation): void {
  if (switches.requireDpop && !ctx.get('DPoP')) throw new OktaOAuthError('invalid_dpop_proof_missing_header');
}
