import { isJsonObject } from '@fanlight/oidc';
import type { Filter } from '../resources/filter.js';
import type { Operation } from '../resources/patch.js';
import { refused } from '../resources/scim-error.js';

/** One change of who is in a group. */
export interface MemberChange {
  readonly op: 'add' | 'remove' | 'replace';
  readonly ids: readonly string[];
}

/**
 * The change of members that an operation asks for; undefined: it asks for another.
 * @throws ScimError invalidFilter, invalidPath, invalidValue
 */
export function memberChangeOf({ op, target: { path, filter }, value }: Operation): MemberChange | undefined {
  if (path[0] !== 'members') return undefined;
  if (path.length > 1) throw refused('invalidPath', 'Members are changed as a whole.');
  if (filter !== undefined) {
    if (op !== 'remove') throw refused('invalidPath', 'Members are chosen by a filter to be removed only.');
    return { op, ids: idsOf(filter) };
  }
  // RFC 7644, section 3.5.2.2 removes all; Entra, which sends a list along, means those in it.
  if (op === 'remove' && (value === undefined || value === null)) return { op: 'replace', ids: [] };
  return { op, ids: memberIds(value) };
}

/** The ids in a list of members, or in one; an id alone is taken as well. */
export function memberIds(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const ids = [value].flat().map((member: unknown) => (isJsonObject(member) ? member['value'] : member));
  if (ids.every((id) => typeof id === 'string')) return [...new Set(ids)];
  throw refused('invalidValue', 'A member is an object with the id of a person as its value.');
}

function idsOf(filter: Filter): string[] {
  if (filter.op === 'or') return filter.of.flatMap(idsOf);
  if (filter.op === 'eq' && filter.path.join('.') === 'value' && typeof filter.value === 'string') return [filter.value];
  throw refused('invalidFilter', 'Members are chosen by their value: members[value eq "id"].');
}
