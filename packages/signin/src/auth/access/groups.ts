import { Injectable } from '@nestjs/common';
import type { ConnectionSettings, ProviderSettings } from '../../config/settings.js';
import { isJsonObject, type JsonObject } from '@fanlight/oidc';
import { NoticeLog } from '../connections/relying-party.provider.js';

/** Reads the groups claim as the settings say, and tells the operator once what in it names no group. */
@Injectable()
export class GroupReader {
  constructor(private readonly notices: NoticeLog) {}

  /** The groups that count for somebody of whom a directory says `told`: SCIM_GROUPS says whose do where both say some. */
  decide({ provider, scim }: Deciding, told: readonly string[] | undefined, ...sources: readonly (JsonObject | undefined)[]): Groups {
    const stated = this.read(provider, ...sources);
    const isTold = told !== undefined && (scim.groups === 'directory' || stated.kind !== 'list');
    return isTold ? { kind: 'list', names: told, leftOut: [] } : stated;
  }

  /** The groups in the first of `sources` that has the claim of that provider. */
  read(rule: GroupsRule, ...sources: readonly (JsonObject | undefined)[]): Groups {
    const groups = readGroups(rule, ...sources);
    if ('leftOut' in groups && groups.leftOut.length > 0) {
      const kinds = groups.leftOut.join(', ');
      // The kinds of values alone, which are few: what the claim says of a person belongs into no log.
      const message = `the claim ${rule.groupsClaim} holds what names no group, which is left out: ${kinds}`;
      this.notices.write({ code: 'groups_left_out', message });
    }
    return groups;
  }
}

type Deciding = Pick<ConnectionSettings, 'provider' | 'scim'>;

/** What a groups claim turned out to hold. */
export type Groups =
  /** `leftOut`: the types of values that name no group, such as `number`. The readable ones beside them count. */
  | { readonly kind: 'list'; readonly names: readonly string[]; readonly leftOut: readonly string[] }
  /** No claim of that name arrived. */
  | { readonly kind: 'absent' }
  /** The provider sends a pointer in place of too many groups (OpenID Connect Core 1.0, section 5.6.2; Entra's overage). */
  | { readonly kind: 'overage' }
  /** A claim arrived in a shape that names no groups. */
  | { readonly kind: 'unreadable'; readonly leftOut: readonly string[] };

/** Which claim lists the groups, and what separates them where it is one text; undefined: the text is one group. */
type GroupsRule = Pick<ProviderSettings, 'groupsClaim' | 'groupsSeparator'>;

/**
 * The groups in the first of `sources` that has the claim: a list of texts, one text, or an object whose keys are the groups (Zitadel) where
 * their value is an object or true. Never guessed at: a value of another kind is left out. The claim's name is tried as it stands first,
 * since names such as `https://acme.example/groups` hold dots, then as a path (`realm_access.roles`).
 */
export function readGroups({ groupsClaim: name, groupsSeparator }: GroupsRule, ...sources: readonly (JsonObject | undefined)[]): Groups {
  for (const claims of sources) {
    const value = claims === undefined ? undefined : (own(claims, name) ?? walk(claims, name.split('.')));
    if (value !== undefined && value !== null) return groupsOf(value, groupsSeparator);
  }
  return sources.some((claims) => claims !== undefined && isOverage(claims, name)) ? { kind: 'overage' } : { kind: 'absent' };
}

function groupsOf(value: unknown, separator: string | undefined): Groups {
  if (typeof value === 'string') {
    const names = separator === undefined ? [value] : value.split(separator).map((name) => name.trim());
    return list(names, []);
  }
  if (Array.isArray(value)) {
    const isName = (name: unknown): name is string => typeof name === 'string';
    const others = value.filter((name) => !isName(name));
    return list(value.filter(isName), others);
  }
  if (!isJsonObject(value)) return { kind: 'unreadable', leftOut: [typeOf(value)] };
  const entries = Object.entries(value);
  const names = entries.filter(([, held]) => held === true || isJsonObject(held)).map(([name]) => name);
  // False and null say clearly that the person is not in it.
  const others = entries.map(([, held]) => held).filter((held) => typeof held !== 'boolean' && held !== null && !isJsonObject(held));
  return list(names, others);
}

function list(names: readonly string[], others: readonly unknown[]): Groups {
  const leftOut = [...new Set(others.map(typeOf))].sort();
  return names.length === 0 && leftOut.length > 0
    ? { kind: 'unreadable', leftOut }
    : { kind: 'list', names: names.filter((name) => name !== ''), leftOut };
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

function isOverage(claims: JsonObject, name: string): boolean {
  const pointers = own(claims, '_claim_names');
  return (isJsonObject(pointers) && Object.hasOwn(pointers, name)) || claims['hasgroups'] === true;
}

function walk(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return value;
  return isJsonObject(value) ? walk(own(value, first), rest) : undefined;
}

function own(claims: JsonObject, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}
