import { createHash } from 'node:crypto';
import type { OAuthErrorCode } from '../errors/oauth-errors.js';

/** Where Okta refuses a person: at every sign-in, only through custom servers, only when `acr_values` asks for more, or at the token endpoint. */
type RefusedAt = 'sign-in' | 'custom-server' | 'step-up' | 'token';

export interface Person {
  /** Okta's kind of user id: `00u` and 17 more characters; the same after a restart. */
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly groups: readonly string[];
  /** In one line; undefined: signs in without surprises. */
  readonly scenario: string | undefined;
  readonly refused?: { readonly at: RefusedAt; readonly code: OAuthErrorCode };
  /** The account cannot sign in at all, though the password is right. */
  readonly locked?: boolean;
  /** Put over the ordinary claims; undefined removes one. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

type Particulars = Partial<Pick<Person, 'scenario' | 'groups' | 'refused' | 'locked' | 'claims'>>;

/** @param account the user name before the @, and the password */
function person(account: string, givenName: string, familyName: string, particulars: Particulars = {}): Person {
  const username = `${account}@example.com`;
  const name = `${givenName} ${familyName}`;
  const id = oktaId('00u', username);
  return { id, username, password: account, name, givenName, familyName, groups: ['Everyone'], scenario: undefined, ...particulars };
}

/** @returns an identifier in Okta's form: the prefix and 17 letters or digits, always the same for the same name. */
export function oktaId(prefix: string, name: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(`${prefix}:${name}`).digest('hex')}`).toString(36);
  return `${prefix}${digits.slice(0, 17)}`;
}

const tooManyGroups = ['Everyone', ...Array.from({ length: 2999 }, (_, index) => `Team ${index + 1}`)];

/** Own property, as JSON brings it; an object literal would set the prototype instead. */
const protoClaims: Readonly<Record<string, unknown>> = Object.freeze({
  ...(JSON.parse('{"__proto__":{"admin":true},"constructor":"odd","toString":"odd"}') as Record<string, unknown>),
});

/** Everyone in the organisation: two people who simply sign in, and one for each thing that can go differently. */
export const people: readonly Person[] = [
  person('alice', 'Alice', 'Archer', { groups: ['Everyone', 'Admins'] }),
  person('bob', 'Bob', 'Builder'),

  // One for each thing that Okta refuses
  person('unassigned', 'Una', 'Unassigned', {
    scenario: 'is not assigned to the application',
    refused: { at: 'sign-in', code: 'user_not_assigned' },
  }),
  person('nopolicy', 'Nora', 'Norule', {
    scenario: 'matches no rule of a custom server; signs in through the org server',
    refused: { at: 'custom-server', code: 'no_matching_policy' },
  }),
  person('noscopes', 'Noah', 'Narrow', {
    scenario: 'matches a rule that allows none of the requested scopes; signs in through the org server',
    refused: { at: 'custom-server', code: 'no_scope_allowed' },
  }),
  person('noconsent', 'Connor', 'Cautious', { scenario: 'refuses to give consent', refused: { at: 'sign-in', code: 'access_denied' } }),
  person('nofactors', 'Fay', 'Factorless', {
    scenario: 'needs a second factor in an organisation that has none',
    refused: { at: 'sign-in', code: 'mfa_prompt_required_but_not_configured' },
  }),
  person('onefactor', 'Otto', 'Onefactor', {
    scenario: 'signs in, but cannot meet acr_values that ask for a second factor',
    refused: { at: 'step-up', code: 'unmet_authentication_requirements' },
  }),
  person('expired', 'Exa', 'Expired', { scenario: 'has an expired password', refused: { at: 'sign-in', code: 'password_expired' } }),
  person('locked', 'Lou', 'Locked', { scenario: 'is locked out: the sign-in page refuses the right password', locked: true }),
  person('overflow', 'Olga', 'Overflow', {
    scenario: 'is in more groups than the groups claim may hold',
    refused: { at: 'sign-in', code: 'too_many_groups_in_groups_claim' },
  }),
  person('elsewhere', 'Elsa', 'Elsewhere', {
    scenario: 'is outside the network zone of the application: the token endpoint refuses',
    refused: { at: 'token', code: 'disallowed_network_zone' },
  }),

  // Those who sign in and bring claims that break careless code
  person('noemail', 'Nell', 'Nomail', { scenario: 'has no e-mail address', claims: { email: undefined, email_verified: undefined } }),
  person('sameemail', 'Sam', 'Same', { scenario: "has alice's e-mail address", claims: { email: 'alice@example.com' } }),
  person('html', '<b>Hugo</b>', '<script>alert("html")</script>', { scenario: 'has HTML in the name' }),
  person('manygroups', 'Mia', 'Manygroups', { scenario: 'is in 3000 groups, all of them in the claim', groups: tooManyGroups }),
  person('proto', 'Pip', 'Proto', { scenario: 'has claims named __proto__, constructor and toString', claims: protoClaims }),
  person('verified', 'Vera', 'Verified', { scenario: 'has email_verified as the text "true"', claims: { email_verified: 'true' } }),
  person('unverified', 'Uwe', 'Unverified', { scenario: 'has email_verified as the text "false"', claims: { email_verified: 'false' } }),
  person('unicode', 'Żółć 日本', 'عربى \u202Etxt', {
    scenario: 'has a name in several scripts and a character that turns the writing direction',
  }),
];
