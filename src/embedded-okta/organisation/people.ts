import { makePerson, type Person, type PersonDetails } from './person.js';

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
