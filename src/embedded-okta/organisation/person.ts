import { createHash } from 'node:crypto';
import type { OAuthErrorCode } from '../errors/oauth-errors.js';

/** Where Okta refuses a person: at every sign-in, only through custom servers, only when `acr_values` asks for more, or at the token endpoint. */
export type RefusedAt = 'sign-in' | 'custom-server' | 'step-up' | 'token';

/** What is known of a person before they are in the organisation. */
export interface PersonDetails {
  readonly username: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly groups?: readonly string[];
  /** In one line; undefined: signs in without surprises. */
  readonly scenario?: string;
  readonly refused?: { readonly at: RefusedAt; readonly code: OAuthErrorCode };
  /** The account cannot sign in at all, though the password is right. */
  readonly locked?: boolean;
  /** Put over the ordinary claims; undefined removes one. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface Person extends PersonDetails {
  /** Okta's kind of user id: `00u` and 17 more characters; the same after a restart. */
  readonly id: string;
  readonly password: string;
  readonly name: string;
  readonly groups: readonly string[];
}

/** @returns the person with an id made from the user name, and the part before the @ as password. */
export function makePerson(details: PersonDetails): Person {
  return {
    ...details,
    id: oktaId('00u', details.username),
    password: details.username.split('@')[0] ?? details.username,
    name: `${details.givenName} ${details.familyName}`,
    groups: details.groups ?? ['Everyone'],
  };
}

/** @returns an identifier in Okta's form: the prefix and 17 letters or digits, always the same for the same name. */
export function oktaId(prefix: string, name: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(`${prefix}:${name}`).digest('hex')}`).toString(36);
  return `${prefix}${digits.slice(0, 17)}`;
}
