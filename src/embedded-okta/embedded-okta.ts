import type { Refusal } from './organisation/refusals.js';

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
  /** Called with what broke inside, as opposed to what was refused. Undefined: silent. */
  readonly onError?: (error: unknown) => void;
}

/** Everything an Okta administrator can get wrong, as switches. */
export interface EmbeddedOktaSwitches {
  /** The `default` server has an access policy and rule. Off, as in a new organisation. */
  defaultPolicy: boolean;
  /** API Access Management is licensed: off, custom servers answer 401 E0000015. */
  apiAccessManagement: boolean;
  /** The application is assigned to the group Everyone. Off: every person is refused. */
  everyoneAssigned: boolean;
  /** The application knows the redirect URIs it was started with. */
  redirectUriRegistered: boolean;
  /** The same for the sign-out redirect URIs. */
  logoutUriRegistered: boolean;
  /** The application is active. Off: its client id is unknown. */
  clientActive: boolean;
  /** The client secret is still valid. */
  clientSecretValid: boolean;
  /** The application may use the code flow. Off: it is registered for the implicit flow, as single-page applications were. */
  codeFlow: boolean;
  /** The scopes profile and email exist. */
  profileScopes: boolean;
  /** "Require PKCE as additional verification". */
  requirePkce: boolean;
  /** "Require Demonstrating Proof of Possession (DPoP) header in token requests". */
  requireDpop: boolean;
  refreshTokenGrant: boolean;
  rotateRefreshTokens: boolean;
  /** Seconds in which a rotated refresh token may be used once more. Okta: 0 to 60. */
  refreshTokenLeeway: number;
  /** ID token carries the groups claim: on a custom server always, on the org server for the scope `groups`. */
  groupsClaim: boolean;
  /** 'fat': profile claims in the ID token; 'thin': only at userinfo (Okta's documents disagree). */
  idToken: 'fat' | 'thin';
  /** Seconds by which the provider's clock is wrong. */
  clockSkew: number;
  /** The application's Issuer is a custom domain: ID tokens of the org server name that, and discovery does for this client. */
  customDomainIssuer: boolean;
  /** Okta's internal code of a refusal that no other switch brings about, given at the endpoint where Okta gives it. */
  refusal: Refusal | 'none';
  /** Okta's rate limit is reached: 429 with Okta's headers, but for discovery and keys, which Okta does not limit. */
  rateLimited: boolean;
  /** Off: everything but the organisation's own page answers 503. */
  available: boolean;
}

export interface EmbeddedOktaPerson {
  readonly username: string;
  readonly password: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** What Okta refuses for this person, in one line; undefined: signs in. */
  readonly scenario: string | undefined;
}

export interface EmbeddedOkta {
  /** `http://localhost:8081`: the org server's issuer. */
  readonly origin: string;
  readonly people: readonly EmbeddedOktaPerson[];
  /** Change them at any time; the next request sees it. */
  readonly switches: EmbeddedOktaSwitches;
  /** From now on each server signs with a new key, and the old ones are no longer published. */
  rotateKeys(): void;
  /**
   * Clears a person's sessions as an administrator does, through Universal Logout too. Resolves to the application's status, undefined when it
   * has no address for that or does not answer.
   */
  clearSessions(username: string): Promise<number | undefined>;
  /** Ends at once: open connections are cut. */
  close(): Promise<void>;
}
