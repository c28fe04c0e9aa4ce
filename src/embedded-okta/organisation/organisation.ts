import type { EmbeddedOktaOptions, EmbeddedOktaSwitches } from '../embedded-okta.js';
import type { Store } from '../provider/store.js';
import { AccessPolicies, type AccessPolicy } from './access-policies.js';
import type { Application } from './application.js';
import { authorizationServers, type AuthorizationServer } from './authorization-server.js';
import { people } from './people.js';
import { oktaId, type Person } from './person.js';
import { NEW_ORGANISATION } from './switches.js';

/** What an administrator changed, kept over a restart. */
interface KeptState {
  readonly switches: EmbeddedOktaSwitches;
  readonly policies: readonly (readonly [string, AccessPolicy[]])[];
}

/** Everything that an Okta administrator sees and changes. */
export class Organisation {
  readonly id = oktaId('00o', 'embedded');
  readonly people: readonly Person[] = people;
  readonly servers: readonly AuthorizationServer[];
  readonly application: Application;
  readonly policies: AccessPolicies;
  /** As the Management API made them. */
  readonly trustedOrigins: object[] = [];
  readonly switches: EmbeddedOktaSwitches;

  /** @param options those of its switches that are given win over what was changed before a restart */
  constructor(
    readonly origin: string,
    options: EmbeddedOktaOptions,
    private readonly store: Store,
  ) {
    const before = store.get<KeptState>('Organisation', 'state')?.payload;
    this.servers = authorizationServers(origin);
    this.application = { ...options, id: options.clientId, label: 'My Web App' };
    this.policies = new AccessPolicies(before?.policies);
    if (!before) this.policies.allowEveryone('aus1embedded');
    this.switches = withPolicySwitch({ ...NEW_ORGANISATION, ...before?.switches }, this.policies);
    Object.assign(this.switches, options.switches);
  }

  /** Keeps what was changed for the next start. */
  keep(): void {
    const state: KeptState = { switches: this.switches, policies: this.policies.entries };
    this.store.put('Organisation', 'state', state);
  }

  server(id: string): AuthorizationServer | undefined {
    return this.servers.find((server) => server.id === id);
  }

  /** @returns the scopes that a request to this server may ask for. */
  scopes({ scopes }: AuthorizationServer): readonly string[] {
    return this.switches.profileScopes ? scopes : scopes.filter((scope) => scope !== 'profile' && scope !== 'email');
  }

  /** @returns the issuer that this server's ID tokens name: the Issuer setting of the application counts for the org server alone. */
  issuerInTokens({ kind, issuer }: AuthorizationServer): string {
    return this.switches.customDomainIssuer && kind === 'org' ? 'https://login.example.com' : issuer;
  }

  /** @returns the person with this Okta user id. */
  person(id: string): Person | undefined {
    return this.people.find((person) => person.id === id);
  }

  personNamed(username: string): Person | undefined {
    return this.people.find((person) => person.username === username.trim().toLowerCase());
  }

  /** @returns the active application with this client id. */
  applicationOf(clientId: string): Application | undefined {
    return this.switches.clientActive && this.application.clientId === clientId ? this.application : undefined;
  }
}

/** A policy on `default`, however it was made, is the switch. */
function withPolicySwitch(switches: EmbeddedOktaSwitches, policies: AccessPolicies): EmbeddedOktaSwitches {
  return Object.defineProperty(switches, 'defaultPolicy', {
    enumerable: true,
    get: () => policies.of('default').length > 0,
    set: (on: boolean) => {
      if (!on) policies.clear('default');
      else if (policies.of('default').length === 0) policies.allowEveryone('default');
    },
  });
}
