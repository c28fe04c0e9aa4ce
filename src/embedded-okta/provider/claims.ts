import type { Organisation } from '../organisation/organisation.js';
import type { AuthorizationServer } from '../organisation/authorization-server.js';
import type { Person } from '../organisation/person.js';

/** The time the profiles were last changed: always the same, so that two sign-ins can be compared. */
const UPDATED_AT = 1_767_225_600;

type ClaimSet = Record<string, unknown>;

/** @returns what userinfo says of a person for the granted scopes (OpenID Connect Core 1.0, section 5.4), with Okta's members. */
export function userinfoClaims(person: Person, scopes: ReadonlySet<string>): ClaimSet {
  const profile: ClaimSet = {
    name: person.name,
    locale: 'en-US',
    preferred_username: person.username,
    given_name: person.givenName,
    family_name: person.familyName,
    zoneinfo: 'America/Los_Angeles',
    updated_at: UPDATED_AT,
  };
  const email: ClaimSet = { email: person.username, email_verified: true };
  return {
    sub: person.id,
    ...(scopes.has('profile') && profile),
    ...(scopes.has('email') && email),
    ...overlay(person, scopes),
  };
}

/**
 * @returns the same for the ID token: all of it in a fat token, `sub` alone in a thin one.
 * Okta's documents disagree on which of the two the code flow gives.
 */
export function idTokenClaims(
  person: Person,
  scopes: ReadonlySet<string>,
  organisation: Organisation,
  server: AuthorizationServer,
): ClaimSet {
  const { switches } = organisation;
  if (switches.idToken === 'thin') return { sub: person.id };
  return { ...userinfoClaims(person, scopes), ...groupsClaim(person, scopes, organisation, server) };
}

/** The org server puts groups into the ID token for the scope `groups`; a custom server's claim is set to "always". */
export function groupsClaim(
  person: Person,
  scopes: ReadonlySet<string>,
  { switches }: Organisation,
  server: AuthorizationServer,
): ClaimSet {
  const wanted = switches.groupsClaim && (server.kind === 'custom' || scopes.has('groups'));
  return wanted ? { groups: [...person.groups] } : {};
}

function overlay({ claims = {} }: Person, scopes: ReadonlySet<string>): ClaimSet {
  const kept = Object.entries(claims).filter(([name]) => !name.startsWith('email') || scopes.has('email'));
  return Object.fromEntries(kept);
}
