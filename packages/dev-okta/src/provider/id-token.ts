import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type Provider from 'oidc-provider';
import type { AuthorizationServer, Organisation } from '../organisation/organisation.js';
import type { Person } from '../organisation/people.js';
import { issuedValue } from './access-token.js';
import { methodsOf, requestedAssurance } from './assurance.js';
import type { ProviderParts } from './provider-configuration.js';

const lifetimeSeconds = 3600;

/** @returns oidc-provider's ID token as Okta makes it: ver, jti, amr, idp, auth_time, at_hash and the profile, by the organisation's clock. */
export function oktaIdToken(provider: Provider, { organisation, server, key }: ProviderParts): typeof provider.IdToken {
  return class IdToken extends provider.IdToken {
    override async issue(context: Parameters<InstanceType<typeof provider.IdToken>['issue']>[0]): Promise<string> {
      const { AccessToken, AuthorizationCode, RefreshToken } = this.ctx.oidc.entities;
      const source = RefreshToken ?? AuthorizationCode;
      const person = organisation.person(source?.accountId ?? '');
      if (context.use !== 'idtoken' || !AccessToken || !source || !person) return super.issue(context);

      const skew = organisation.switches.clockSkew;
      const now = Math.floor(Date.now() / 1000);
      const acr = requestedAssurance(source.claims?.id_token?.['acr']?.values);
      return new SignJWT({
        ...idTokenClaims(person, AccessToken.scopes, organisation, server),
        ver: 1,
        iss: organisation.issuerInTokens(server),
        aud: this.client.clientId,
        iat: now + skew,
        exp: now + skew + lifetimeSeconds,
        jti: `ID.${randomUUID()}`,
        amr: methodsOf(acr),
        idp: organisation.id,
        ...(source.nonce !== undefined && { nonce: source.nonce }),
        ...(source.sid !== undefined && { sid: source.sid }),
        auth_time: (source.authTime ?? now) + skew,
        at_hash: hashOf(issuedValue(AccessToken)),
        ...(acr !== undefined && { acr }),
      })
        .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
        .sign(key.privateKey);
    }
  };
}

/** OpenID Connect Core 1.0, section 3.1.3.6: the left half of the hash. */
function hashOf(accessToken = ''): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}

/** The time the profiles were last changed: always the same, so that two sign-ins can be compared. */
const updatedAt = 1_767_225_600;

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
    updated_at: updatedAt,
  };
  const email: ClaimSet = { email: person.username, email_verified: true };
  // What sets this person apart; undefined removes a claim.
  const own = Object.fromEntries(Object.entries(person.claims ?? {}).filter(([name]) => !name.startsWith('email') || scopes.has('email')));
  return {
    sub: person.id,
    ...(scopes.has('profile') && profile),
    ...(scopes.has('email') && email),
    ...own,
  };
}

/**
 * @returns the same for the ID token, with the groups: all of it in a fat token, `sub` alone in a thin one. Okta's documents disagree on which
 * of the two the code flow gives. The org server tells the groups for the scope `groups`; a custom server's claim is set to "always".
 */
function idTokenClaims(person: Person, scopes: ReadonlySet<string>, { switches }: Organisation, server: AuthorizationServer): ClaimSet {
  if (switches.idToken === 'thin') return { sub: person.id };
  const groups = switches.groupsClaim && (server.kind === 'custom' || scopes.has('groups')) && { groups: [...person.groups] };
  return { ...userinfoClaims(person, scopes), ...groups };
}
