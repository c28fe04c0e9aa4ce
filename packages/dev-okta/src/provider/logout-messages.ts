import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Application } from '../organisation/organisation.js';
import type { Person } from '../organisation/people.js';
import type { SigningKey } from './signing-key.js';

/** How long an application may take. */
const timeoutMs = 5_000;

/**
 * Tells the application that a session ended (OpenID Connect Back-Channel Logout 1.0, section 2.5); nothing when it registered no address.
 * An application that cannot be reached keeps nobody signed in here, so its failure is nobody's.
 */
export async function sendLogoutToken(
  { backchannelLogoutUri, clientId }: Application,
  { subject, sid }: { readonly subject: string; readonly sid: string | undefined },
  issuer: string,
  key: SigningKey,
): Promise<void> {
  if (!backchannelLogoutUri) return;
  const token = new SignJWT({ sid, events: { 'http://schemas.openid.net/event/backchannel-logout': {} } })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience(clientId)
    .setExpirationTime('2m');
  await post(backchannelLogoutUri, { body: new URLSearchParams({ logout_token: await sign(token, 'logout+jwt', key) }) });
}

/**
 * Asks the application to end everything of a person, as Okta's Universal Logout does (Global Token Revocation).
 * @returns the application's status, 204 when it did; undefined: it has no such address, or cannot be reached
 */
export async function requestUniversalLogout(
  { universalLogoutUri, clientId }: Application,
  person: Person,
  origin: string,
  key: SigningKey,
): Promise<number | undefined> {
  if (!universalLogoutUri) return undefined;
  const token = new SignJWT({})
    .setIssuer(origin)
    .setSubject(clientId)
    .setAudience(universalLogoutUri)
    .setNotBefore('5m ago')
    .setExpirationTime('5m');
  return post(universalLogoutUri, {
    headers: { authorization: `Bearer ${await sign(token, 'global-token-revocation+jwt', key)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sub_id: { format: 'iss_sub', iss: origin, sub: person.id } }),
  });
}

function sign(token: SignJWT, typ: string, { kid, privateKey }: SigningKey): Promise<string> {
  return token.setProtectedHeader({ alg: 'RS256', kid, typ }).setJti(randomUUID()).setIssuedAt().sign(privateKey);
}

async function post(address: string, message: Pick<RequestInit, 'headers' | 'body'>): Promise<number | undefined> {
  const options: RequestInit = { method: 'POST', redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), ...message };
  const response = await fetch(address, options).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status;
}
