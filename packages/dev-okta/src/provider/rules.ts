import { errors, type KoaContextWithOIDC, type TokenEndpointGrantContext } from 'oidc-provider';
import { decodeJwt } from 'jose';
import { OktaOAuthError } from '../errors/oauth-errors.js';
import type { AuthorizationServer, Organisation } from '../organisation/organisation.js';
import type { PolicyQuestion } from '../organisation/access-policies.js';
import type { Person } from '../organisation/people.js';
import { orderedRefusal } from '../organisation/refusals.js';
import { needsSecondStep } from './assurance.js';

/**
 * What Okta checks in an authorization request beyond OAuth 2.0 itself. In which order is not documented.
 * @throws OktaOAuthError
 */
export function checkAuthorizationRequest(ctx: KoaContextWithOIDC, organisation: Organisation, server: AuthorizationServer): void {
  const refusal = orderedRefusal('authorize', organisation.switches.refusal);
  if (refusal) throw refusal;
  if (!organisation.switches.codeFlow) throw new OktaOAuthError('unsupported_response_type', 'id_token, token');
  const { params } = ctx.oidc;
  // Okta requires it, OAuth 2.0 only recommends it (RFC 6749, section 4.1.1).
  if (params?.['state'] === undefined) throw new OktaOAuthError('invalid_state');
  const scopes = requestedScopes(ctx);
  checkScopes(scopes, organisation.scopes(server), server);
  // oidc-provider drops `offline_access` when nobody was asked for consent (OpenID Connect Core 1.0, section 11); Okta does not.
  params['scope'] = scopes.join(' ');
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

function checkScopes(scopes: readonly string[], known: readonly string[], { kind }: AuthorizationServer): void {
  if (scopes.length === 0) throw new OktaOAuthError('missing_scopes');
  if (scopes.some((scope) => !known.includes(scope))) {
    throw new OktaOAuthError(kind === 'org' ? 'illegal_custom_scope' : 'no_matching_scope');
  }
  if (!scopes.includes('openid')) throw new OktaOAuthError('openid_scope_required');
}

/** @returns the scopes as the client asked for them, from the query or from the pushed request (RFC 9126). */
function requestedScopes({ oidc, query }: KoaContextWithOIDC): string[] {
  const pushed = oidc.entities.PushedAuthorizationRequest?.request;
  const scope = pushed ? decodeJwt(pushed)['scope'] : (oidc.body?.['scope'] ?? query['scope']);
  if (scope !== undefined && typeof scope !== 'string') throw new errors.InvalidRequest('scope must not be repeated');
  return [...new Set(scope?.split(' ').filter(Boolean))];
}

interface SignOn extends Omit<PolicyQuestion, 'grantType' | 'groups'> {
  readonly organisation: Organisation;
  readonly server: AuthorizationServer;
  readonly person: Person;
  /** What the request asks for through `acr_values`. */
  readonly acr: string | undefined;
}

/** What Okta checks once it knows who signs in. @returns the first refusal, in Okta's words; undefined: the person may have a code. */
export function refuseSignOn(signOn: SignOn): OktaOAuthError | undefined {
  const { switches } = signOn.organisation;
  if (!switches.everyoneAssigned) return new OktaOAuthError('user_not_assigned');
  return accessPolicy(signOn) ?? personalRefusal(signOn) ?? orderedRefusal('sign-in', switches.refusal);
}

function accessPolicy({ organisation, server, clientId, scopes, person }: SignOn): OktaOAuthError | undefined {
  if (server.kind === 'org') return undefined;
  const question = { clientId, scopes, groups: person.groups, grantType: 'authorization_code' };
  return organisation.policies.allows(server.id, question) ? undefined : new OktaOAuthError('no_matching_policy');
}

function personalRefusal({ person: { refused }, server, acr }: SignOn): OktaOAuthError | undefined {
  const here =
    refused?.at === 'sign-in' ||
    (refused?.at === 'custom-server' && server.kind === 'custom') ||
    (refused?.at === 'step-up' && needsSecondStep(acr));
  return refused && here ? new OktaOAuthError(refused.code) : undefined;
}

/**
 * What Okta checks in a token request before it looks at the grant.
 * @throws OktaOAuthError
 */
export function checkTokenRequest(ctx: TokenEndpointGrantContext, { switches }: Organisation): void {
  const refusal = orderedRefusal(ctx.oidc.params['grant_type'] === 'refresh_token' ? 'refresh' : 'token', switches.refusal);
  if (refusal) throw refusal;
  if (switches.requireDpop && !ctx.get('DPoP')) throw new OktaOAuthError('invalid_dpop_proof_missing_header');
}
