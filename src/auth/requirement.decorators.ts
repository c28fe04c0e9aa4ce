import type { CustomDecorator } from '@nestjs/common';
import { requirementsAt, requirementsOf, type ClaimRule, type Requirement, type StepUpRequirement } from './requirements.js';

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
