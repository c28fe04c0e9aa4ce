/** What a groups claim turned out to hold. */
export type Groups =
  | { readonly kind: 'list'; readonly names: readonly string[] }
  /** No claim of that name arrived. */
  | { readonly kind: 'absent' }
  /** The provider sends a pointer in place of too many groups (OpenID Connect Core 1.0, section 5.6.2; Entra's overage). */
  | { readonly kind: 'overage' }
  /** A claim arrived in a shape that names no groups. */
  | { readonly kind: 'unreadable' };

type Claims = Readonly<Record<string, unknown>>;

/**
 * The groups that the claim `name` lists in the first of `sources` that has it: a list of texts, one text (separated by
 * commas or spaces), or an object whose keys are the groups (Zitadel). `name` is tried as it stands first, since names such
 * as `https://acme.example/groups` hold dots, then as a path (`realm_access.roles`).
 */
export function readGroups(name: string, ...sources: readonly (Claims | undefined)[]): Groups {
  for (const claims of sources) {
    const value = claims === undefined ? undefined : (own(claims, name) ?? walk(claims, name.split('.')));
    if (value !== undefined && value !== null) return groupsOf(value);
  }
  return sources.some((claims) => claims !== undefined && isOverage(claims, name)) ? { kind: 'overage' } : { kind: 'absent' };
}

function groupsOf(value: unknown): Groups {
  if (typeof value === 'string') return { kind: 'list', names: value.split(/[\s,]+/).filter((name) => name !== '') };
  if (Array.isArray(value)) {
    const names = value.filter((name): name is string => typeof name === 'string');
    return names.length === value.length ? { kind: 'list', names } : { kind: 'unreadable' };
  }
  if (typeof value === 'object' && value !== null) return { kind: 'list', names: Object.keys(value) };
  return { kind: 'unreadable' };
}

function isOverage(claims: Claims, name: string): boolean {
  const pointers = own(claims, '_claim_names');
  return (typeof pointers === 'object' && pointers !== null && Object.hasOwn(pointers, name)) || claims['hasgroups'] === true;
}

function walk(value: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return value;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? walk(own(value as Claims, first), rest) : undefined;
}

function own(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}
