import { applyDecorators, type CustomDecorator, SetMetadata, UseGuards } from '@nestjs/common';
import type { z } from 'zod';
import { addRequirement, type ClaimRule, publicMark, type Requirement, type StepUpRequirement } from './marks.js';
import type { RoleName } from '../../config/settings.js';
import { SignInGuard } from './sign-in.guard.js';

/** Anybody may call this controller or handler. */
export const Public = (): CustomDecorator => SetMetadata(publicMark, true);

/**
 * Only people who are signed in, and below /api programs with an access token: for gateways, which are guarded only where they are
 * marked, and for everything else where `protect` is 'marked'.
 */
export const SignedIn = (): ClassDecorator & MethodDecorator => guarded(SetMetadata(publicMark, false));

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

type AtLeastOne<Item> = readonly [Item, ...Item[]];

/** Only people in one of these groups. Several decorators, on the class or the handler, must all hold. */
export const Groups = (...anyOf: AtLeastOne<string>): ClassDecorator & MethodDecorator => requires({ kind: 'groups', anyOf });

/** Only people with one of these roles of the application, which ROLES gives by groups or onSignIn one by one. */
export const Roles = (...anyOf: AtLeastOne<RoleName>): ClassDecorator & MethodDecorator => requires({ kind: 'roles', anyOf });

/** Only with all of these scopes: granted at sign-in, or in the bearer token of an API call. */
export const Scopes = (...allOf: AtLeastOne<string>): ClassDecorator & MethodDecorator => requires({ kind: 'scopes', allOf });

/** Only people whose claims (ID token first, then userinfo) have these values or pass these functions. */
export const Claims = (claims: Readonly<Record<string, ClaimRule>>): ClassDecorator & MethodDecorator =>
  requires({ kind: 'claims', claims });

/**
 * Only after a sign-in that was strong or recent enough; others are sent to the provider to prove themselves again
 * (`acr_values` and `max_age`, OpenID Connect Core 1.0, section 3.1.2.1), API calls are told so (RFC 9470).
 */
export const StepUp = (
  requirement: StepUpRequirement & ({ readonly acr: string | AtLeastOne<string> } | { readonly maxAge: number }),
): ClassDecorator & MethodDecorator => requires({ kind: 'stepUp', ...requirement });

function requires(requirement: Requirement): ClassDecorator & MethodDecorator {
  const mark = (target: object, _key?: unknown, descriptor?: PropertyDescriptor): void =>
    addRequirement((descriptor?.value ?? target) as object, requirement);
  return guarded(mark);
}

/** A mark brings the guard along: the global one does not run for gateways on Nest 11, nor where only marks count. */
function guarded(mark: ClassDecorator & MethodDecorator): ClassDecorator & MethodDecorator {
  return applyDecorators(mark, UseGuards(SignInGuard));
}
