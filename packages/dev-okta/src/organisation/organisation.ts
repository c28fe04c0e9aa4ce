import type { ClientMetadata } from 'oidc-provider';
import type { EmbeddedOktaOptions, EmbeddedOktaSwitches } from '../embedded-okta.js';
import type { Store } from '../provider/store.js';
import { AccessPolicies, type AccessPolicy } from './access-policies.js';
import { oktaId, people, type Person } from './people.js';
import { Provisioning } from './provisioning.js';
import { newOrganisation } from './switches.js';

/** A web application as it is registered in the organisation. The lists can be changed while it runs. */
export interface Application extends Pick<
  EmbeddedOktaOptions,
  'clientId' | 'clientSecret' | 'backchannelLogoutUri' | 'frontchannelLogoutUri' | 'universalLogoutUri'
> {
  /** At Okta the same as the client id. */
  readonly id: string;
  readonly label: string;
  redirectUris: readonly string[];
  postLogoutRedirectUris: readonly string[];
}

/** Okta's authorization servers: the one of the organisation itself, and the custom ones under /oauth2/{id}. */
export interface AuthorizationServer {
  readonly id: string;
  readonly kind: 'org' | 'custom';
  readonly name: string;
  /** `{origin}` or `{origin}/oauth2/{id}`, without a slash at the end. */
  readonly issuer: string;
  /** Audience of its access tokens; undefined for the org server, whose tokens are for Okta alone. */
  readonly audience: string | undefined;
  /** Every scope that a request may ask for. */
  readonly scopes: readonly string[];
}

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
  readonly switches: EmbeddedOktaSwitches;
  /** Undefined: the application takes nobody by SCIM. */
  readonly provisioning: Provisioning | undefined;

  /** @param options those of its switches that are given win over what was changed before a restart */
  constructor(
    readonly origin: string,
    options: EmbeddedOktaOptions,
    private readonly store: Store,
  ) {
    const before = store.get<KeptState>('Organisation', 'state');
    this.servers = authorizationServers(origin);
    this.application = { ...options, id: options.clientId, label: 'My Web App' };
    this.provisioning = options.scim && new Provisioning(options.scim);
    this.policies = new AccessPolicies(before?.policies);
    if (!before) this.policies.allowEveryone('aus1embedded');
    this.switches = withPolicySwitch({ ...newOrganisation(), ...before?.switches }, this.policies);
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

const standardScopes = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/** @returns the org server, the only one that knows the scope `groups`, and two custom servers, the only ones with an API's own scopes. */
function authorizationServers(origin: string): readonly AuthorizationServer[] {
  const custom = (id: string, name: string): AuthorizationServer => ({
    id,
    kind: 'custom',
    name,
    issuer: `${origin}/oauth2/${id}`,
    audience: 'api://default',
    scopes: [...standardScopes, 'device_sso', 'orders:read', 'orders:write'],
  });
  return [
    {
      id: 'org',
      kind: 'org',
      name: 'Org authorization server',
      issuer: origin,
      audience: undefined,
      scopes: [...standardScopes, 'groups'],
    },
    custom('default', 'default'),
    custom('aus1embedded', 'Embedded API'),
  ];
}

/** @returns the grant types ticked in the application's settings. */
export function grantTypes(switches: EmbeddedOktaSwitches): string[] {
  return switches.refreshTokenGrant ? ['authorization_code', 'refresh_token'] : ['authorization_code'];
}

/** @returns the addresses registered for coming back after sign-in. */
export function signInUris({ redirectUris }: Application, { redirectUriRegistered }: EmbeddedOktaSwitches): readonly string[] {
  return redirectUriRegistered ? redirectUris : ['https://elsewhere.example/callback'];
}

/** @returns the addresses registered for coming back after sign-out. */
export function logoutUris({ postLogoutRedirectUris }: Application, { logoutUriRegistered }: EmbeddedOktaSwitches): readonly string[] {
  return logoutUriRegistered ? postLogoutRedirectUris : [];
}

/** @returns the active application's registration as oidc-provider wants it (OpenID Connect Dynamic Client Registration 1.0, section 2). */
export function clientMetadata(clientId: string, organisation: Organisation): ClientMetadata | undefined {
  const { switches } = organisation;
  const application = organisation.applicationOf(clientId);
  return (
    application && {
      client_id: application.clientId,
      client_secret: switches.clientSecretValid ? application.clientSecret : `${application.clientSecret}-newer`,
      client_name: application.label,
      application_type: 'web',
      redirect_uris: [...signInUris(application, switches)],
      post_logout_redirect_uris: [...logoutUris(application, switches)],
      response_types: ['code'],
      grant_types: grantTypes(switches),
      token_endpoint_auth_method: 'client_secret_basic',
      dpop_bound_access_tokens: switches.requireDpop,
    }
  );
}
