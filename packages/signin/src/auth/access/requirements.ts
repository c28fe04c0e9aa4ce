import type { JsonObject } from '@fanlight/oidc';
import { SignInError, type SignInErrorCode, StepUpRequired } from '../sign-in-error.js';
import type { CurrentUser } from './current-user.js';
import type { Groups } from './groups.js';
import type { ClaimRule, Requirement, StepUpRequirement } from './marks.js';

export interface Circumstances {
  /** Seconds since the epoch. */
  readonly now: number;
  /** Seconds by which clocks may differ. */
  readonly tolerance: number;
  /** Id of the connection where the person can prove more; undefined: there is one alone. */
  readonly connection?: string | undefined;
  /** What became of the groups claim, where the list is missing. */
  readonly groupsClaim: () => Groups['kind'];
}

/** Not to know the groups is another fault than not to be in them, with another remedy. */
export const unknownGroups: Readonly<Record<Groups['kind'], SignInErrorCode>> = {
  list: 'forbidden',
  absent: 'groups_missing',
  overage: 'groups_overage',
  unreadable: 'groups_unreadable',
};

/** Throws SignInError: `forbidden` says in its detail what is missing, `step_up_required` what to ask the provider for. */
export function checkRequirement(requirement: Requirement, user: CurrentUser, circumstances: Circumstances): void {
  if (requirement.kind === 'groups') checkGroups(requirement.anyOf, user, circumstances);
  else if (requirement.kind === 'roles') checkRoles(requirement.anyOf, user);
  else if (requirement.kind === 'scopes') checkScopes(requirement.allOf, user);
  else if (requirement.kind === 'claims') checkClaims(requirement.claims, user);
  else checkStepUp(requirement, user, circumstances);
}

function checkGroups(anyOf: readonly string[], { groups, session }: CurrentUser, { groupsClaim }: Circumstances): void {
  if (groups?.some((group) => anyOf.includes(group))) return;
  const known = groups === undefined ? unknownGroups[groupsClaim()] : 'forbidden';
  // They may have been in the userinfo that did not come.
  const code = known === 'groups_missing' && session?.data.userinfoFailed ? 'groups_unavailable' : known;
  throw new SignInError(code, `Not known to be in one of these groups: ${anyOf.join(', ')}`, { detail: { missingGroups: anyOf } });
}

function checkRoles(anyOf: readonly string[], { roles }: CurrentUser): void {
  if (roles?.some((role) => anyOf.includes(role))) return;
  throw new SignInError('forbidden', `Has none of these roles: ${anyOf.join(', ')}`, { detail: { missingRoles: anyOf } });
}

function checkScopes(allOf: readonly string[], { scopes }: CurrentUser): void {
  const missing = allOf.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0)
    throw new SignInError('forbidden', `These scopes are missing: ${missing.join(' ')}`, { detail: { missingScopes: missing } });
}

function checkClaims(rules: Readonly<Record<string, ClaimRule>>, { claims, userinfo }: CurrentUser): void {
  const stated: JsonObject = { ...userinfo, ...claims };
  for (const [name, rule] of Object.entries(rules)) {
    const value = Object.hasOwn(stated, name) ? stated[name] : undefined;
    if (!fits(value, rule)) throw new SignInError('forbidden', `The claim ${name} does not allow this`, { detail: { claim: name } });
  }
}

function fits(value: unknown, rule: ClaimRule): boolean {
  if (typeof rule === 'function') return rule(value);
  return Array.isArray(value) ? value.includes(rule) : value === rule;
}

function checkStepUp({ acr, maxAge }: StepUpRequirement, { claims }: CurrentUser, { now, tolerance, connection }: Circumstances): void {
  const wanted = [acr ?? []].flat();
  const strong = wanted.length === 0 || (wanted as readonly unknown[]).includes(claims['acr']);
  const authTime = claims['auth_time'];
  // A time that is yet to come, or one in milliseconds, proves nothing and would pass for ever.
  const known = typeof authTime === 'number' && authTime <= now + tolerance;
  const recent = maxAge === undefined || (known && authTime + maxAge + tolerance >= now);
  if (strong && recent) return;
  throw new StepUpRequired(wanted, maxAge, connection);
}
