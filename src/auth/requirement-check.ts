import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Settings, type AuthorizationServer } from '../config/settings.js';
import { requirementsOf, type Requirement } from './requirements.js';

/** Okta's own, https://developer.okta.com/docs/guides/step-up-authentication/main/ : it ignores any other without a word. */
const oktaClasses = [
  'urn:okta:loa:1fa:any',
  'urn:okta:loa:1fa:pwd',
  'urn:okta:loa:2fa:any',
  'urn:okta:loa:2fa:any:ifpossible',
  'phr',
  'phrh',
];

/** A route asks for what can never be there. Found at start, so that it is not found by the first person who opens the page. */
export class RequirementError extends Error {
  override readonly name = 'RequirementError';
  readonly code = 'requirement_impossible';

  constructor(readonly places: readonly string[]) {
    super(`These routes could never be opened:\n${places.map((place) => `  ${place}`).join('\n')}`);
  }
}

/** Reads what every controller asks of people, and refuses to start with what cannot work. Throws RequirementError with all of it. */
@Injectable()
export class RequirementCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    const places = this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (typeof metatype !== 'function' || typeof instance !== 'object' || instance === null) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      const handlers = this.scanner.getAllMethodNames(prototype).map((name) => this.describe(`${metatype.name}.${name}`, prototype[name]));
      return [this.describe(metatype.name, metatype), ...handlers].flat();
    });
    if (places.length > 0) throw new RequirementError(places);
  }

  private describe(name: string, place: object | undefined): string[] {
    const requirements = place === undefined ? [] : ((Reflect.getMetadata(requirementsOf, place) ?? []) as readonly Requirement[]);
    return requirements.flatMap((requirement) => impossible(requirement, this.settings.provider)).map((why) => `${name}: ${why}`);
  }
}

function impossible(
  requirement: Requirement,
  { server, scopes }: { readonly server: AuthorizationServer; readonly scopes: readonly string[] },
): string[] {
  if (requirement.kind === 'groups' && server.kind === 'okta-org' && !scopes.includes('groups')) {
    return [
      `@Groups needs the groups claim, which Okta's org server sends only for the scope groups: OIDC_SCOPES=${[...scopes, 'groups'].join(' ')}`,
    ];
  }
  if (requirement.kind === 'stepUp' && server.kind !== 'oidc') {
    const wanted = requirement.acr === undefined ? [] : typeof requirement.acr === 'string' ? [requirement.acr] : requirement.acr;
    return wanted.filter((acr) => !oktaClasses.includes(acr)).map((acr) => `Okta knows no acr ${acr}: it knows ${oktaClasses.join(', ')}`);
  }
  return [];
}
