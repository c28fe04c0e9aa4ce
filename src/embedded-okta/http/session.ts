import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Organisation } from '../organisation/organisation.js';
import { sendLogoutToken } from '../provider/logout-token.js';
import type { RunningServer } from './authorization-servers.js';

export type Session = InstanceType<Provider['Session']>;

/** @returns the session of this browser; an empty one when there is none. */
export function findSession({ provider }: RunningServer, request: IncomingMessage, response: ServerResponse): Promise<Session> {
  return provider.Session.get(provider.createContext(request, response));
}

/** Ends the session for every application and tells those that have a back channel. Tokens live on, as at Okta. */
export async function endSession(running: RunningServer, session: Session, organisation: Organisation): Promise<void> {
  const subject = session.accountId;
  if (subject === undefined) return;
  const clientIds = Object.keys(session.authorizations ?? {});
  await session.destroy();
  await Promise.all(
    clientIds.map(async (clientId) => {
      const application = organisation.applicationOf(clientId);
      if (application) await sendLogoutToken(application, { subject, sid: session.sidFor(clientId) }, running);
    }),
  );
}
