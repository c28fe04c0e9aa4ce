import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type AuthorizationServer, Settings } from '../../config/settings.js';
import { askedAuthentication } from '@fanlight/oidc';
import { Connections } from '../connections/connections.js';
import { Controllers, type FoundController } from './controllers.js';
import { type Requirement, requirementsAt, type StepUpRequirement } from './marks.js';
import { rolesText } from '../../config/variables/entry-variables.js';
import { SignInOptions } from '../../options/sign-in-options.js';
import { SignInHooks } from '../sign-in-hooks.js';
import { SignInGuard } from './sign-in.guard.js';

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

/** Reads what every handler asks of people, and refuses to start with what cannot work. Throws RequirementError with all of it. */
@Injectable()
export class RequirementCheck implements OnModuleInit {
  private readonly logger = new Logger('SignIn');

  constructor(
    private readonly controllers: Controllers,
    private readonly settings: Settings,
    private readonly options: SignInOptions,
    private readonly hooks: SignInHooks,
    private readonly connections: Connections,
  ) {}

  async onModuleInit(): Promise<void> {
    const classes = this.controllers.listAll();
    const places = placesIn(classes).flatMap(([name, place]) => this.describe(name, place));
    const roles = await this.impossibleRoles(classes);
    if (places.length + roles.length > 0) throw new RequirementError([...places, ...roles]);
    if (this.options.protect === 'marked' && !classes.some(({ controller, methods }) => [controller, ...methods.values()].some(isMarked)))
      this.logger.warn(
        "protect is 'marked', and nothing is: every route is open to everybody. Put @SignedIn() on what is not for everybody, or leave protect out.",
      );
    await this.warnOfGroups(classes);
  }

  /** Roles are each connection's own, while a group is its bare name, whichever organisation has one that is called so. */
  private async warnOfGroups(classes: readonly FoundController[]): Promise<void> {
    const byGroup = placesIn(classes).filter(([, place]) => requirementsAt(place).some(({ kind }) => kind === 'groups'));
    if (byGroup.length === 0 || (await this.connections.only().catch(() => this.connections.default)) !== undefined) return;
    this.logger.warn(
      `@Groups on ${byGroup.map(([name]) => name).join(', ')} lets in members of a group of that name at any connection: guard by @Roles, which each connection gives by ROLES of its own.`,
    );
  }

  private describe(name: string, place: object): string[] {
    return requirementsAt(place).flatMap((requirement) => {
      if (requirement.kind === 'roles') return [];
      // By one of them is enough.
      const reasons = this.settings.connections.map(({ provider }) => impossible(requirement, provider));
      return reasons.some((why) => why.length === 0) ? [] : (reasons[0] ?? []).map((why) => `${name}: ${why}`);
    });
  }

  /** onSignIn may give any role, at any sign-in, and so may a connection that only a source knows: that may change while this runs. */
  private async impossibleRoles(classes: readonly FoundController[]): Promise<string[]> {
    const places = this.hooks.onSignIn === undefined ? placesIn(classes).flatMap(([name, place]) => this.unknownRoles(name, place)) : [];
    if (places.length === 0 || (await this.connections.areAllConfigured().catch(() => false))) return places;
    for (const place of places) this.logger.warn(`${place}, unless a connection that is kept elsewhere gives it.`);
    return [];
  }

  private unknownRoles(name: string, place: object): string[] {
    const roles = this.settings.connections.flatMap(({ entry }) => entry.roles);
    const asked = requirementsAt(place).flatMap((requirement) => (requirement.kind === 'roles' ? requirement.anyOf : []));
    return asked
      .filter((wanted) => !roles.some(({ role }) => role === wanted))
      .map((wanted) => {
        const line = rolesText([...roles, { role: wanted, groups: ['<group>'] }]);
        return `${name}: @Roles asks for ${wanted}, which nobody can have: ROLES=${line}`;
      });
  }
}

/** Each class and each of its methods, by name. */
function placesIn(classes: readonly FoundController[]): [name: string, place: object][] {
  return classes.flatMap(({ controller, methods }) => [
    [controller.name, controller] as [string, object],
    ...[...methods].map(([name, method]): [string, object] => [`${controller.name}.${name}`, method]),
  ]);
}

/** Every mark brings the guard along, and a host may put it there without one. */
function isMarked(place: object): boolean {
  return ((Reflect.getMetadata('__guards__', place) ?? []) as readonly unknown[]).includes(SignInGuard);
}

function impossible(
  requirement: Exclude<Requirement, { kind: 'roles' }>,
  { server, scopes, authorizeParams }: Settings['provider'],
): string[] {
  switch (requirement.kind) {
    case 'groups':
      if (server.kind !== 'okta-org' || scopes.includes('groups')) return [];
      return [
        `@Groups needs the groups claim, which Okta's org server sends only for the scope groups: OIDC_SCOPES=${scopes.join(' ')} groups`,
      ];
    case 'scopes':
      // RFC 6749, section 3.3: a scope has no space in it, since spaces separate scopes.
      return requirement.allOf
        .filter((scope) => !/^\S+$/.test(scope))
        .map((scope) => `@Scopes takes each scope by itself, and nobody is granted one called "${scope}"`);
    case 'claims':
      return [];
    case 'stepUp':
      return [...impossibleStepUp(requirement, server), ...neverAskedFor(requirement, authorizeParams)];
  }
}

function impossibleStepUp({ acr = [], maxAge = 0 }: StepUpRequirement, { kind }: AuthorizationServer): string[] {
  const age = maxAge >= 0 ? [] : [`@StepUp counts maxAge in seconds since the sign-in, and nobody signs in ${maxAge} seconds ago`];
  const unknown = kind === 'oidc' ? [] : [acr].flat().filter((wanted) => !oktaClasses.includes(wanted));
  return [...age, ...unknown.map((wanted) => `Okta knows no acr ${wanted}: it knows ${oktaClasses.join(', ')}`)];
}

/** Settings win over what a route asks for: a class that they do not list would be asked for in vain, for ever. */
function neverAskedFor({ acr = [] }: StepUpRequirement, authorizeParams: Readonly<Record<string, string>>): string[] {
  const wanted = [acr].flat();
  const { acrValues } = askedAuthentication(authorizeParams);
  if (acrValues === undefined || wanted.length === 0 || wanted.some((value) => acrValues.includes(value))) return [];
  const all = [...acrValues, ...wanted].map(encodeURIComponent).join('+');
  return [
    `@StepUp asks for acr ${wanted.join(' or ')}, and the settings let every sign-in ask for ${acrValues.join(' or ')} alone: OIDC_AUTHORIZE_PARAMS=acr_values=${all}`,
  ];
}
