import type { Person } from './organisation/people.js';
import type { PushReport, ScimTarget } from './organisation/provisioning.js';
import type { SwitchValues } from './organisation/switches.js';

export interface EmbeddedOktaOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host?: string;
  /** Exact redirect URIs of the one web client. */
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string;
  /** Switches of the organisation at start; they can be changed while it runs. */
  readonly switches?: Partial<EmbeddedOktaSwitches>;
  /** Folder to keep keys, sessions and grants across restarts (development); undefined: in memory. */
  readonly directory?: string;
  /** Where back-channel logout tokens go; undefined: none are sent. Okta’s documents name no such feature. */
  readonly backchannelLogoutUri?: string;
  readonly frontchannelLogoutUri?: string;
  /** Where Okta's Universal Logout asks to end everything of a person; undefined: nowhere. */
  readonly universalLogoutUri?: string;
  /** Where the application takes people and groups by SCIM; undefined: nowhere. */
  readonly scim?: ScimTarget | undefined;
  /** Called with what broke inside, as opposed to what was refused. Undefined: silent. */
  readonly onError?: (error: unknown) => void;
}

/** Everything an Okta administrator can get wrong, as switches. */
export type EmbeddedOktaSwitches = SwitchValues;

export interface EmbeddedOkta {
  /** `http://localhost:8081`: the org server's issuer. */
  readonly origin: string;
  readonly people: readonly Person[];
  /** Change them at any time; the next request sees it. */
  readonly switches: EmbeddedOktaSwitches;
  /** From now on each server signs with a new key, and the old ones are no longer published. */
  rotateKeys(): void;
  /**
   * Clears a person's sessions as an administrator does, through Universal Logout too. Resolves to the application's status, undefined when it
   * has no address for that or does not answer.
   */
  clearSessions(username: string): Promise<number | undefined>;
  /** Pushes everybody and their groups to the application, as Okta does. Undefined: it has no address for that. */
  provision(): Promise<PushReport | undefined>;
  /** Deactivates somebody in the directory, or activates them again, and tells the application. */
  setActive(username: string, active: boolean): Promise<void>;
  /** Ends at once: open connections are cut. */
  close(): Promise<void>;
}
