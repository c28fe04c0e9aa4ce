import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type Provider from 'oidc-provider';
import type { AuthorizationServer } from '../organisation/authorization-server.js';
import type { Organisation } from '../organisation/organisation.js';
import { issuedValue } from './access-token.js';
import { methodsOf, requestedAssurance } from './assurance.js';
import { idTokenClaims } from './claims.js';
import type { SigningKey } from './signing-key.js';

const HOUR = 3600;

/** @returns oidc-provider's ID token as Okta makes it: ver, jti, amr, idp, auth_time, at_hash and the profile, by the organisation's clock. */
export function oktaIdToken(
  provider: Provider,
  organisation: Organisation,
  server: AuthorizationServer,
  key: SigningKey,
): typeof provider.IdToken {
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
        exp: now + skew + HOUR,
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
