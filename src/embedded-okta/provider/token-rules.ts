import type { TokenEndpointGrantContext } from 'oidc-provider';
import { OktaOAuthError } from '../errors/oauth-errors.js';
import type { Organisation } from '../organisation/organisation.js';
import { orderedRefusal } from '../organisation/refusals.js';

/**
 * What Okta checks in a token request before it looks at the grant.
 * @throws OktaOAuthError
 */
export function checkTokenRequest(ctx: TokenEndpointGrantContext, { switches }: Organisation): void {
  const refusal = orderedRefusal(ctx.oidc.params['grant_type'] === 'refresh_token' ? 'refresh' : 'token', switches.refusal);
  if (refusal) throw refusal;
  if (switches.requireDpop && !ctx.get('DPoP')) throw new OktaOAuthError('invalid_dpop_proof_missing_header');
}
