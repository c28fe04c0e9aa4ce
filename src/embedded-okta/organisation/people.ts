import { createHash } from 'node:crypto';
import type { OAuthErrorCode } from '../errors/oauth-errors.js';

/** Where Okta refuses a person: at every sign-in, only through custom servers, only when `acr_values` asks for more, or at the token endpoint. */
type RefusedAt = 'sign-in' | 'custom-server' | 'step-up' | 'token';

/** What is known of a person before they are in the organisation. */
interface PersonDetails {
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
function makePerson({ names: [account, givenName, familyName], groups = ['Everyone'], ...details }: PersonDetails): Person {
  const username = `${account}@example.com`;
  const id = oktaId('00u', username);
  return { ...details, id, username, password: account, name: `${givenName} ${familyName}`, givenName, familyName, groups };
}

/** @returns an identifier in Okta's form: the prefix and 17 letters or digits, always the same for the same name. */
export function oktaId(prefix: string, name: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(`${prefix}:${name}`).digest('hex')}`).toString(36);
  return `${prefix}${digits.slice(0, 17)}`;
}

/** One person for each thing that Okta refuses. */
const refused: readonly PersonDetails[] = [
  {
    names: ['unassigned', 'Una', 'Unassigned'],
    scenario: 'is not assigned to the application',
    refused: { at: 'sign-in', code: 'user_not_assigned' },
  },
  {
    names: ['nopolicy', 'Nora', 'Norule'],
    scenario: 'matches no rule of a custom server; signs in through the org server',
    refused: { at: 'custom-server', code: 'no_matching_policy' },
  },
  {
    names: ['noscopes', 'Noah', 'Narrow'],
    scenario: 'matches a rule that allows none of the requested scopes; signs in through the org server',
    refused: { at: 'custom-server', code: 'no_scope_allowed' },
  },
  {
    names: ['noconsent', 'Connor', 'Cautious'],
    scenario: 'refuses to give consent',
    refused: { at: 'sign-in', code: 'access_denied' },
  },
  {
    names: ['nofactors', 'Fay', 'Factorless'],
    scenario: 'needs a second factor in an organisation that has none',
    refused: { at: 'sign-in', code: 'mfa_prompt_required_but_not_configured' },
  },
  {
    names: ['onefactor', 'Otto', 'Onefactor'],
    scenario: 'signs in, but cannot meet acr_values that ask for a second factor',
    refused: { at: 'step-up', code: 'unmet_authentication_requirements' },
  },
  {
    names: ['expired', 'Exa', 'Expired'],
    scenario: 'has an expired password',
    refused: { at: 'sign-in', code: 'password_expired' },
  },
  {
    names: ['locked', 'Lou', 'Locked'],
    scenario: 'is locked out: the sign-in page refuses the right password',
    locked: true,
  },
  {
    names: ['overflow', 'Olga', 'Overflow'],
    scenario: 'is in more groups than the groups claim may hold',
    refused: { at: 'sign-in', code: 'too_many_groups_in_groups_claim' },
  },
  {
    names: ['elsewhere', 'Elsa', 'Elsewhere'],
    scenario: 'is outside the network zone of the application: the token endpoint refuses',
    refused: { at: 'token', code: 'disallowed_network_zone' },
  },
];

/** Own property, as JSON brings it; an object literal would set the prototype instead. */
const protoClaims: Readonly<Record<string, unknown>> = Object.freeze({
  ...(JSON.parse('{"__proto__":{"admin":true},"constructor":"odd","toString":"odd"}') as Record<string, unknown>),
});

/** People who sign in and bring claims that break careless code. */
const oddClaims: readonly PersonDetails[] = [
  {
    names: ['noemail', 'Nell', 'Nomail'],
    scenario: 'has no e-mail address',
    claims: { email: undefined, email_verified: undefined },
  },
  {
    names: ['sameemail', 'Sam', 'Same'],
    scenario: "has alice's e-mail address",
    claims: { email: 'alice@example.com' },
  },
  {
    names: ['html', '<b>Hugo</b>', '<script>alert("html")</script>'],
    scenario: 'has HTML in the name',
  },
  {
    names: ['manygroups', 'Mia', 'Manygroups'],
    scenario: 'is in 3000 groups, all of them in the claim',
    groups: ['Everyone', ...Array.from({ length: 2999 }, (_, index) => `Team ${index + 1}`)],
  },
  {
    names: ['proto', 'Pip', 'Proto'],
    scenario: 'has claims named __proto__, constructor and toString',
    claims: protoClaims,
  },
  {
    names: ['verified', 'Vera', 'Verified'],
    scenario: 'has email_verified as the text "true"',
    claims: { email_verified: 'true' },
  },
  {
    names: ['unverified', 'Uwe', 'Unverified'],
    scenario: 'has email_verified as the text "false"',
    claims: { email_verified: 'false' },
  },
  {
    names: ['unicode', 'Żółć 日本', 'عربى \u202Etxt'],
    scenario: 'has a name in several scripts and a character that turns the writing direction',
  },
];

const ordinary: readonly PersonDetails[] = [
  { names: ['alice', 'Alice', 'Archer'], groups: ['Everyone', 'Admins'] },
  { names: ['bob', 'Bob', 'Builder'] },
];

/** Everyone in the organisation: two people who simply sign in, and one for each thing that can go differently. */
export const people: readonly Person[] = [...ordinary, ...refused, ...oddClaims].map(makePerson);
