import { randomUUID } from 'node:crypto';
import type { Settings } from '../config/settings.js';
import type { SignedIn } from '@fanlight/oidc';

/** What the provider is to have said of a person. All of it may be left out. */
export interface StatedPerson {
  /** Left out: somebody new at each sign-in. */
  readonly subject?: string;
  /** Id of the connection by which they come. Left out: the default one. */
  readonly connection?: string;
  readonly name?: string;
  readonly email?: string;
  /** Arrive in the claim that OIDC_GROUPS_CLAIM names. Left out: no such claim arrives. */
  readonly groups?: readonly string[];
  /** What was granted. Left out: what OIDC_SCOPES asks for. */
  readonly scopes?: readonly string[];
  /** How strongly they proved who they are. Left out: the provider does not say. */
  readonly acr?: string;
  /** When they proved it, in seconds since the epoch. Left out: now. */
  readonly authTime?: number;
  /** Further claims of the ID token, or others in the place of those above. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Left out: the provider has no userinfo endpoint. */
  readonly userinfo?: Readonly<Record<string, unknown>>;
  /** What AccessTokens hands out for the next hour. */
  readonly accessToken?: string;
}

const hour = 3600;

/** What @fanlight/oidc returns when somebody comes back from the provider that the settings name. `now`: seconds since the epoch. */
export function statedSignIn(person: StatedPerson, { provider }: Pick<Settings, 'provider'>, now: number): SignedIn {
  const { groups, acr } = person;
  return {
    idClaims: {
      iss: provider.server.issuer,
      sub: person.subject ?? randomUUID(),
      aud: provider.clientId,
      iat: now,
      exp: now + hour,
      auth_time: person.authTime ?? now,
      name: person.name ?? 'Test Person',
      ...(person.email === undefined ? {} : { email: person.email, email_verified: true, preferred_username: person.email }),
      ...(groups === undefined ? {} : { [provider.groupsClaim]: groups }),
      ...(acr === undefined ? {} : { acr }),
      ...person.claims,
    },
    userinfo: person.userinfo,
    tokens: {
      accessToken: person.accessToken ?? 'an-access-token-that-no-provider-issued',
      tokenType: 'Bearer',
      expiresAt: now + hour,
      refreshToken: undefined,
      idToken: 'an-id-token-that-no-provider-issued',
      scopes: person.scopes ?? provider.scopes,
    },
  };
}
