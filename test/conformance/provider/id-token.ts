import { createHash } from 'node:crypto';
import type { CodeGrant } from './grants.js';
import type { JwtLie, SigningAlgorithm } from './lie.js';
import { providerTime, type ProviderState } from './provider-state.js';

/** OpenID Connect Core 1.0, section 2. Any JSON value when the lie says so. */
export async function idToken(
  state: ProviderState,
  grant: CodeGrant,
  issued: { readonly accessToken: string; readonly nonce: string | undefined },
  lie: JwtLie | undefined,
): Promise<unknown> {
  if (lie?.raw) return lie.raw.value;
  const now = providerTime(state);
  const claims = {
    iss: state.issuer,
    sub: grant.sub,
    aud: state.client.clientId,
    exp: now + 3600,
    iat: now,
    auth_time: grant.authTime,
    ...(grant.acr !== undefined && { acr: grant.acr }),
    ...(issued.nonce !== undefined && { nonce: issued.nonce }),
    sid: grant.sid,
    at_hash: leftHalfHash(issued.accessToken, lie?.alg ?? state.setup.signing ?? 'RS256'),
    ...(state.setup.fatIdToken && state.person.claims),
  };
  return state.keys.jwt({ typ: 'JWT' }, claims, lie);
}

/** OpenID Connect Core 1.0, section 3.1.3.6: the left half of the hash that belongs to the algorithm. */
export function leftHalfHash(value: string, alg: SigningAlgorithm): string {
  const hash = createHash(alg === 'EdDSA' ? 'sha512' : alg.endsWith('384') ? 'sha384' : 'sha256')
    .update(value)
    .digest();
  return hash.subarray(0, hash.length / 2).toString('base64url');
}
