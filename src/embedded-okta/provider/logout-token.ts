import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Application } from '../organisation/application.js';
import type { AuthorizationServer } from '../organisation/authorization-server.js';
import type { SigningKey } from './signing-key.js';

/** Milliseconds that an application may take. */
const PATIENCE = 5_000;

export interface EndedSession {
  readonly subject: string;
  readonly sid: string | undefined;
}

interface Sender {
  readonly server: AuthorizationServer;
  readonly key: SigningKey;
}

/**
 * Tells the application that a session ended (OpenID Connect Back-Channel Logout 1.0, section 2.5); nothing when it registered no address.
 * An application that cannot be reached keeps nobody signed in here, so its failure is nobody's.
 */
export async function sendLogoutToken(
  { backchannelLogoutUri, clientId }: Application,
  session: EndedSession,
  sender: Sender,
): Promise<void> {
  if (!backchannelLogoutUri) return;
  const logoutToken = await signLogoutToken(clientId, session, sender);
  const request = {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ logout_token: logoutToken }),
    signal: AbortSignal.timeout(PATIENCE),
  } as const;
  await fetch(backchannelLogoutUri, request).then(
    (answer) => answer.body?.cancel(),
    () => undefined,
  );
}

function signLogoutToken(clientId: string, { subject, sid }: EndedSession, { server, key }: Sender): Promise<string> {
  return new SignJWT({ sid, events: { 'http://schemas.openid.net/event/backchannel-logout': {} } })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'logout+jwt' })
    .setIssuer(server.issuer)
    .setSubject(subject)
    .setAudience(clientId)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(key.privateKey);
}
