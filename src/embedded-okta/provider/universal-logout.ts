import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Application } from '../organisation/application.js';
import type { Person } from '../organisation/person.js';
import type { SigningKey } from './signing-key.js';

/** Milliseconds that an application may take. */
const PATIENCE = 5_000;

/**
 * Asks the application to end everything of a person, as Okta's Universal Logout does (Global Token Revocation).
 * @returns the application's status, 204 when it did; undefined: it has no such address, or cannot be reached
 */
export async function requestUniversalLogout(
  application: Application,
  person: Person,
  origin: string,
  key: SigningKey,
): Promise<number | undefined> {
  const { universalLogoutUri, clientId } = application;
  if (!universalLogoutUri) return undefined;
  const token = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'global-token-revocation+jwt' })
    .setIssuer(origin)
    .setSubject(clientId)
    .setAudience(universalLogoutUri)
    .setIssuedAt()
    .setNotBefore('5m ago')
    .setExpirationTime('5m')
    .sign(key.privateKey);
  const answer = await fetch(universalLogoutUri, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sub_id: { format: 'iss_sub', iss: origin, sub: person.id } }),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.status;
}
