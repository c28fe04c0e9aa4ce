import type { PersonDetails } from './person.js';

/** Own property, as JSON brings it; an object literal would set the prototype instead. */
const PROTO_CLAIMS: Readonly<Record<string, unknown>> = Object.freeze({
  ...(JSON.parse('{"__proto__":{"admin":true},"constructor":"odd","toString":"odd"}') as Record<string, unknown>),
});

/** People who sign in and bring claims that break careless code. */
export const ODD_CLAIMS: readonly PersonDetails[] = [
  {
    username: 'noemail@example.com',
    givenName: 'Nell',
    familyName: 'Nomail',
    scenario: 'has no e-mail address',
    claims: { email: undefined, email_verified: undefined },
  },
  {
    username: 'sameemail@example.com',
    givenName: 'Sam',
    familyName: 'Same',
    scenario: "has alice's e-mail address",
    claims: { email: 'alice@example.com' },
  },
  {
    username: 'html@example.com',
    givenName: '<b>Hugo</b>',
    familyName: '<script>alert("html")</script>',
    scenario: 'has HTML in the name',
  },
  {
    username: 'manygroups@example.com',
    givenName: 'Mia',
    familyName: 'Manygroups',
    scenario: 'is in 3000 groups, all of them in the claim',
    groups: ['Everyone', ...Array.from({ length: 2999 }, (_, index) => `Team ${index + 1}`)],
  },
  {
    username: 'proto@example.com',
    givenName: 'Pip',
    familyName: 'Proto',
    scenario: 'has claims named __proto__, constructor and toString',
    claims: PROTO_CLAIMS,
  },
  {
    username: 'verified@example.com',
    givenName: 'Vera',
    familyName: 'Verified',
    scenario: 'has email_verified as the text "true"',
    claims: { email_verified: 'true' },
  },
  {
    username: 'unverified@example.com',
    givenName: 'Uwe',
    familyName: 'Unverified',
    scenario: 'has email_verified as the text "false"',
    claims: { email_verified: 'false' },
  },
  {
    username: 'unicode@example.com',
    givenName: 'Żółć 日本',
    familyName: 'عربى \u202Etxt',
    scenario: 'has a name in several scripts and a character that turns the writing direction',
  },
];
