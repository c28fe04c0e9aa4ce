import type { RoleName, RoleRule } from '../../config/settings.js';
import type { SessionData } from '../../session/session.js';

/** Those of `rules` that somebody in these groups has. Undefined groups: they are not known, and give nothing. */
export function rolesOf(rules: readonly RoleRule[], groups: readonly string[] | undefined = []): RoleName[] {
  return rules.filter((rule) => rule.groups.some((group) => groups.includes(group))).map(({ role }) => role);
}

/** All of a person's; undefined: none. */
export function rolesIn({ roles: attached, groupRoles }: Pick<SessionData, 'roles' | 'groupRoles'>): readonly RoleName[] | undefined {
  if (groupRoles === undefined || attached === undefined) return groupRoles ?? attached;
  return [...new Set([...groupRoles, ...attached])];
}
