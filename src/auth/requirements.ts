/** What a route asks of a person beyond being signed in. Each decorator adds one; all of them must hold. */
export type Requirement =
  | { readonly kind: 'groups'; /** One of them is enough. */ readonly anyOf: readonly string[] }
  | { readonly kind: 'scopes'; /** All of them. */ readonly allOf: readonly string[] }
  | { readonly kind: 'claims'; readonly claims: Readonly<Record<string, ClaimRule>> }
  | ({ readonly kind: 'stepUp' } & StepUpRequirement);

/** The value that a claim must have, or what it must pass. A list claim holds the value when one of its items is it. */
export type ClaimRule = string | number | boolean | ((value: unknown) => boolean);

export interface StepUpRequirement {
  /** Authentication context class: what the provider must have asked of the person, such as `urn:okta:loa:2fa:any`. */
  readonly acr?: string | readonly string[];
  /** Seconds since the person last proved who they are. */
  readonly maxAge?: number;
}

export const requirementsOf = 'auth:requirements';

/** What the decorators of that controller, or of that handler, ask for. */
export function requirementsAt(place: object): readonly Requirement[] {
  return (Reflect.getMetadata(requirementsOf, place) as readonly Requirement[] | undefined) ?? [];
}
