import type { EmbeddedOktaOptions, EmbeddedOktaSwitches } from '../embedded-okta.contract.js';
import { AccessPolicies } from './access-policies.js';
import { registerApplication, type Application } from './application.js';
import { CUSTOM_SERVERS, customServer, orgServer, type AuthorizationServer } from './authorization-server.js';
import { PEOPLE } from './people.js';
import { oktaId, type Person } from './person.js';
import { NEW_ORGANISATION } from './switches.js';

/** Everything that an Okta administrator sees and changes. */
export class Organisation {
  readonly id = oktaId('00o', 'embedded');
  readonly people: readonly Person[] = PEOPLE;
  readonly servers: readonly AuthorizationServer[];
  readonly application: Application;
  readonly policies = new AccessPolicies();
  readonly switches: EmbeddedOktaSwitches;

  constructor(
    readonly origin: string,
    options: EmbeddedOktaOptions,
  ) {
    this.servers = [orgServer(origin), ...CUSTOM_SERVERS.map((server) => customServer(origin, server))];
    this.application = registerApplication(options);
    this.policies.allowEveryone('aus1embedded');
    const { policies } = this;
    this.switches = {
      ...NEW_ORGANISATION,
      ...options.switches,
      // A policy on `default`, however it was made, is the switch.
      get defaultPolicy() {
        return policies.of('default').length > 0;
      },
      set defaultPolicy(on: boolean) {
        if (on) policies.allowEveryone('default');
        else policies.clear('default');
      },
    };
    this.switches.defaultPolicy = options.switches?.defaultPolicy ?? NEW_ORGANISATION.defaultPolicy;
  }

  server(id: string): AuthorizationServer | undefined {
    return this.servers.find((server) => server.id === id);
  }

  /** @returns the person with this Okta user id. */
  person(id: string): Person | undefined {
    return this.people.find((person) => person.id === id);
  }

  personNamed(username: string): Person | undefined {
    return this.people.find((person) => person.username === username.trim().toLowerCase());
  }

  applicationOf(clientId: string): Application | undefined {
    return this.application.clientId === clientId ? this.application : undefined;
  }
}
