import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { decodeJwt } from 'jose';
import { OktaOAuthError } from '../errors/oauth-errors.js';
import type { AuthorizationServer } from '../organisation/authorization-server.js';
import type { Organisation } from '../organisation/organisation.js';
import { orderedRefusal } from '../organisation/refusals.js';

/**
 * What Okta checks in an authorization request beyond OAuth 2.0 itself. In which order is not documented.
 * @throws OktaOAuthError
 */
export function checkAuthorizationRequest(ctx: KoaContextWithOIDC, organisation: Organisation, server: AuthorizationServer): void {
  const refusal = orderedRefusal('authorize', organisation.switches.refusal);
  if (refusal) throw refusal;
  if (!organisation.switches.codeFlow) throw new OktaOAuthError('unsupported_response_type', 'id_token, token');
  checkState(ctx);
  checkScopes(requestedScopes(ctx), organisation.scopes(server), server);
  keepOfflineAccess(ctx);
}

/** @throws OktaOAuthError, from the place where oidc-provider asks whether PKCE is required */
export function requirePkce({ switches }: Organisation): boolean {
  if (switches.requirePkce) throw new OktaOAuthError('pkce_missing_challenge');
  return false;
}

/** Okta accepts no identity provider but its own here. */
export function checkIdentityProvider(idp: unknown, { id }: Organisation): void {
  if (idp !== undefined && idp !== id) throw new OktaOAuthError('unknown_idp');
}

/** Okta requires `state`, which OAuth 2.0 only recommends (RFC 6749, section 4.1.1). */
function checkState({ oidc }: KoaContextWithOIDC): void {
  if (oidc.params?.['state'] === undefined) throw new OktaOAuthError('invalid_state');
}

function checkScopes(scopes: readonly string[], known: readonly string[], { kind }: AuthorizationServer): void {
  if (scopes.length === 0) throw new OktaOAuthError('missing_scopes');
  if (scopes.some((scope) => !known.includes(scope))) {
    throw new OktaOAuthError(kind === 'org' ? 'illegal_custom_scope' : 'no_matching_scope');
  }
  if (!scopes.includes('openid')) throw new OktaOAuthError('openid_scope_required');
}

/** oidc-provider drops `offline_access` when nobody was asked for consent (OpenID Connect Core 1.0, section 11); Okta does not. */
function keepOfflineAccess(ctx: KoaContextWithOIDC): void {
  const { params } = ctx.oidc;
  if (params) params['scope'] = requestedScopes(ctx).join(' ');
}

/** @returns the scopes as the client asked for them, from the query or from the pushed request (RFC 9126). */
function requestedScopes({ oidc, query }: KoaContextWithOIDC): string[] {
  const pushed = oidc.entities.PushedAuthorizationRequest?.request;
  const scope = pushed ? decodeJwt(pushed)['scope'] : (oidc.body?.['scope'] ?? query['scope']);
  if (scope !== undefined && typeof scope !== 'string') throw new errors.InvalidRequest('scope must not be repeated');
  return [...new Set(scope?.split(' ').filter(Boolean))];
}
