/** Of a controller, resolver, gateway or handler: true, anybody may call it; false, only people who are signed in. */
export const publicMark = 'auth:public';

/** What a route asks of a person beyond being signed in. Each decorator adds one; all of them must hold. */
export type Requirement =
  | { readonly kind: 'groups'; /** One of them is enough. */ readonly anyOf: readonly string[] }
  | { readonly kind: 'roles'; /** One of them is enough. */ readonly anyOf: readonly string[] }
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

const requirementsMark = 'auth:requirements';

/** Adds to what other decorators of the same place have set. */
export function addRequirement(place: object, requirement: Requirement): void {
  Reflect.defineMetadata(requirementsMark, [...requirementsAt(place), requirement], place);
}

/** What the decorators of that class, or of that handler, ask for. */
export function requirementsAt(place: object): readonly Requirement[] {
  return (Reflect.getMetadata(requirementsMark, place) as readonly Requirement[] | undefined) ?? [];
}

/**
 * Whether anybody may call a handler: its own mark, or its class's; undefined: neither has one. What asks something of people is never
 * public, whatever else it is marked with.
 */
export function isPublic(handler: object, itsClass: object): boolean | undefined {
  if ([handler, itsClass].some((place) => requirementsAt(place).length > 0)) return false;
  const marks = [handler, itsClass].map((place) => Reflect.getMetadata(publicMark, place) as boolean | undefined);
  return marks.find((mark) => mark !== undefined);
}
