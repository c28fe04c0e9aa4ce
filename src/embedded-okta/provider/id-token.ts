import type Provider from 'oidc-provider';
import { randomUUID } from 'node:crypto';
import type { AuthorizationServer } from '../organisation/authorization-server.js';
import type { Organisation } from '../organisation/organisation.js';
import { methodsOf, requestedAssurance } from './assurance.js';
import { idTokenClaims } from './claims.js';
import { issuedValue } from './access-token.js';

/** @returns oidc-provider's ID token with Okta's members: ver, jti, amr, idp, auth_time, at_hash, and the profile. */
export function oktaIdToken(provider: Provider, organisation: Organisation, server: AuthorizationServer): typeof provider.IdToken {
  return class IdToken extends provider.IdToken {
    override async payload(): Promise<Record<string, unknown>> {
      const payload = await super.payload();
      const skew = organisation.switches.clockSkew;
      const now = Math.floor(Date.now() / 1000);
      // A logout token has no request behind it.
      if (!this.ctx) return { ...payload, iat: now + skew };

      const { AccessToken, AuthorizationCode, RefreshToken } = this.ctx.oidc.entities;
      const source = RefreshToken ?? AuthorizationCode;
      const person = source?.accountId === undefined ? undefined : organisation.person(source.accountId);
      if (!AccessToken || !source || !person) return payload;

      const acr = requestedAssurance(source.claims?.id_token?.['acr']?.values);
      return {
        ...payload,
        ...idTokenClaims(person, AccessToken.scopes, organisation, server),
        ver: 1,
        jti: `ID.${randomUUID()}`,
        iat: now + skew,
        auth_time: (source.authTime ?? now) + skew,
        amr: methodsOf(acr),
        idp: organisation.id,
        // oidc-provider hashes it while signing.
        at_hash: issuedValue(AccessToken),
        ...(acr && { acr }),
      };
    }
  };
}
