import { createHash } from 'node:crypto';
import type { OAuthErrorCode } from '../errors/oauth-errors.js';

/** Where Okta refuses a person: at every sign-in, only through custom servers, only when `acr_values` asks for more, or at the token endpoint. */
export type RefusedAt = 'sign-in' | 'custom-server' | 'step-up' | 'token';

/** What is known of a person before they are in the organisation. */
export interface PersonDetails {
  /** The account's name is the user name before the @, and the password. */
  readonly names: readonly [account: string, given: string, family: string];
  readonly groups?: readonly string[];
  /** In one line; undefined: signs in without surprises. */
  readonly scenario?: string;
  readonly refused?: { readonly at: RefusedAt; readonly code: OAuthErrorCode };
  /** The account cannot sign in at all, though the password is right. */
  readonly locked?: boolean;
  /** Put over the ordinary claims; undefined removes one. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface Person extends Omit<PersonDetails, 'names'> {
  /** Okta's kind of user id: `00u` and 17 more characters; the same after a restart. */
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly groups: readonly string[];
}

/** @returns the person with an id made from the user name. */
export function makePerson({ names: [account, givenName, familyName], groups = ['Everyone'], ...details }: PersonDetails): Person {
  const username = `${account}@example.com`;
  const id = oktaId('00u', username);
  return { ...details, id, username, password: account, name: `${givenName} ${familyName}`, givenName, familyName, groups };
}

/** @returns an identifier in Okta's form: the prefix and 17 letters or digits, always the same for the same name. */
export function oktaId(prefix: string, name: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(`${prefix}:${name}`).digest('hex')}`).toString(36);
  return `${prefix}${digits.slice(0, 17)}`;
}
