import { type CustomDecorator, SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

export const publicRoute = 'auth:public';
export const crossSiteRoute = 'auth:cross-site';

/** Anybody may call this controller or handler. Everything else needs a session. */
export const Public = (): CustomDecorator => SetMetadata(publicRoute, true);

/**
 * Other sites may call this handler with an unsafe method: the provider's posts, each of which proves itself by other means
 * than the session cookie.
 */
export const CrossSite = (): CustomDecorator => SetMetadata(crossSiteRoute, true);

/** What the OpenAPI document says of a route, beyond what Nest and the guards know: its address, who may call it, what they refuse. */
export interface RouteDescription {
  /** What it does, in one line. */
  readonly summary: string;
  /** The JSON that it takes; undefined: it takes none. */
  readonly body?: z.ZodType;
  /** The JSON that it returns; undefined: the response is empty. */
  readonly returns?: z.ZodType;
  /** What the handler itself refuses, by status: 404 and the like. */
  readonly refusals?: Readonly<Record<number, string>>;
}

export const routeDescription = 'auth:description';

/** Describes a route below /api. Every one needs it: a test names those that lack it. */
export const Described = (description: RouteDescription): CustomDecorator => SetMetadata(routeDescription, description);

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

type AtLeastOne<Item> = readonly [Item, ...Item[]];

/** Only people in one of these groups. Several decorators, on the class or the handler, must all hold. */
export const Groups = (...anyOf: AtLeastOne<string>): CustomDecorator => require({ kind: 'groups', anyOf });

/** Only with all of these scopes: granted at sign-in, or in the bearer token of an API call. */
export const Scopes = (...allOf: AtLeastOne<string>): CustomDecorator => require({ kind: 'scopes', allOf });

/** Only people whose claims (ID token first, then userinfo) have these values or pass these functions. */
export const Claims = (claims: Readonly<Record<string, ClaimRule>>): CustomDecorator => require({ kind: 'claims', claims });

/**
 * Only after a sign-in that was strong or recent enough; others are sent to the provider to prove themselves again
 * (`acr_values` and `max_age`, OpenID Connect Core 1.0, section 3.1.2.1), API calls are told so (RFC 9470).
 */
export const StepUp = (
  requirement: StepUpRequirement & ({ readonly acr: string | AtLeastOne<string> } | { readonly maxAge: number }),
): CustomDecorator => require({ kind: 'stepUp', ...requirement });

/** Unlike SetMetadata, adds to what other decorators of the same place have set. */
function require(requirement: Requirement): CustomDecorator {
  const decorate = (target: object, _key?: unknown, descriptor?: TypedPropertyDescriptor<unknown>): unknown => {
    const place = descriptor?.value ?? target;
    Reflect.defineMetadata(requirementsOf, [...requirementsAt(place), requirement], place);
    return descriptor ?? target;
  };
  return Object.assign(decorate as CustomDecorator, { KEY: requirementsOf });
}
