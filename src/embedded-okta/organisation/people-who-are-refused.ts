import type { PersonDetails } from './person.js';

/** One person for each thing that Okta refuses. */
export const REFUSED: readonly PersonDetails[] = [
  {
    username: 'unassigned@example.com',
    givenName: 'Una',
    familyName: 'Unassigned',
    scenario: 'is not assigned to the application',
    refused: { at: 'sign-in', code: 'user_not_assigned' },
  },
  {
    username: 'nopolicy@example.com',
    givenName: 'Nora',
    familyName: 'Norule',
    scenario: 'matches no rule of a custom server; signs in through the org server',
    refused: { at: 'custom-server', code: 'no_matching_policy' },
  },
  {
    username: 'noscopes@example.com',
    givenName: 'Noah',
    familyName: 'Narrow',
    scenario: 'matches a rule that allows none of the requested scopes; signs in through the org server',
    refused: { at: 'custom-server', code: 'no_scope_allowed' },
  },
  {
    username: 'noconsent@example.com',
    givenName: 'Connor',
    familyName: 'Cautious',
    scenario: 'refuses to give consent',
    refused: { at: 'sign-in', code: 'access_denied' },
  },
  {
    username: 'nofactors@example.com',
    givenName: 'Fay',
    familyName: 'Factorless',
    scenario: 'needs a second factor in an organisation that has none',
    refused: { at: 'sign-in', code: 'mfa_prompt_required_but_not_configured' },
  },
  {
    username: 'onefactor@example.com',
    givenName: 'Otto',
    familyName: 'Onefactor',
    scenario: 'signs in, but cannot meet acr_values that ask for a second factor',
    refused: { at: 'step-up', code: 'unmet_authentication_requirements' },
  },
  {
    username: 'expired@example.com',
    givenName: 'Exa',
    familyName: 'Expired',
    scenario: 'has an expired password',
    refused: { at: 'sign-in', code: 'password_expired' },
  },
  {
    username: 'locked@example.com',
    givenName: 'Lou',
    familyName: 'Locked',
    scenario: 'is locked out: the sign-in page refuses the right password',
    locked: true,
  },
  {
    username: 'overflow@example.com',
    givenName: 'Olga',
    familyName: 'Overflow',
    scenario: 'is in more groups than the groups claim may hold',
    refused: { at: 'sign-in', code: 'too_many_groups_in_groups_claim' },
  },
  {
    username: 'elsewhere@example.com',
    givenName: 'Elsa',
    familyName: 'Elsewhere',
    scenario: 'is outside the network zone of the application: the token endpoint refuses',
    refused: { at: 'token', code: 'disallowed_network_zone' },
  },
];
