import { compactVerify } from 'jose';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { logoutUris } from '../organisation/organisation.js';
import { orderedRefusal } from '../organisation/refusals.js';
import { OktaOAuthError } from '../errors/oauth-errors.js';
import { frontChannelLogoutPage, signedOutPage } from '../pages/message-pages.js';
import { sendLogoutToken } from '../provider/logout-messages.js';
import { findSession, type RunningServer, type Session } from './authorization-servers.js';
import { readForm, redirect, sendErrorPage, sendPage } from './messages.js';

/**
 * The end_session_endpoint as Okta has it (OpenID Connect RP-Initiated Logout 1.0): `id_token_hint` is required, an expired one counts,
 * `client_id` is not a parameter, nobody is asked to confirm.
 */
export async function logout(request: IncomingMessage, response: ServerResponse, running: RunningServer): Promise<void> {
  const { organisation, server } = running;
  const parameters = request.method === 'POST' ? await readForm(request) : new URL(request.url ?? '/', organisation.origin).searchParams;
  try {
    const refusal = orderedRefusal('logout', organisation.switches.refusal);
    if (refusal) throw refusal;
    const hint = await readHint(parameters.get('id_token_hint'), running);
    const application = organisation.applicationOf(hint.aud);
    if (!application) throw new OktaOAuthError('id_token_invalid');
    const next = returnAddress(parameters, logoutUris(application, organisation.switches));

    const session = await findSession(running, request, response);
    if (session.accountId !== undefined && session.accountId !== hint.sub) throw new OktaOAuthError('id_token_does_not_match_session');
    const sid = session.sidFor(application.clientId) ?? hint.sid;
    await endSession(running, session);
    if (application.frontchannelLogoutUri) {
      const frame = new URL(application.frontchannelLogoutUri);
      frame.searchParams.set('iss', server.issuer);
      if (sid) frame.searchParams.set('sid', sid);
      sendPage(response, 200, frontChannelLogoutPage(frame.href, next ?? server.issuer));
    } else if (next) redirect(response, next);
    else sendPage(response, 200, signedOutPage());
  } catch (error) {
    if (!(error instanceof OktaOAuthError)) throw error;
    // Whatever the catalogue says: signing out fails with 400.
    sendErrorPage(response, error, 400);
  }
}

/** The claims of our own ID tokens that matter here. */
interface Hint {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly sid?: string;
}

/** @throws OktaOAuthError when there is no hint or it is not one of this server's ID tokens; its age does not matter */
async function readHint(token: string | null, { key, server }: RunningServer): Promise<Hint> {
  const verified = await compactVerify(token ?? '', key.publicKey, { algorithms: ['RS256'] }).catch(() => undefined);
  const hint = verified && (JSON.parse(new TextDecoder().decode(verified.payload)) as Hint);
  if (hint?.iss !== server.issuer) throw new OktaOAuthError('id_token_invalid');
  return hint;
}

/** @throws OktaOAuthError when the address is not registered */
function returnAddress(parameters: URLSearchParams, registered: readonly string[]): string | undefined {
  const address = parameters.get('post_logout_redirect_uri');
  if (address === null) return undefined;
  if (!registered.includes(address)) throw new OktaOAuthError('illegal_post_logout_redirect_uri');
  const url = new URL(address);
  const state = parameters.get('state');
  if (state !== null) url.searchParams.set('state', state);
  return url.href;
}

/** Ends the session for every application and tells those that have a back channel. Tokens live on, as at Okta. */
async function endSession({ organisation, server, key }: RunningServer, session: Session): Promise<void> {
  const subject = session.accountId;
  if (subject === undefined) return;
  const clientIds = Object.keys(session.authorizations ?? {});
  await session.destroy();
  await Promise.all(
    clientIds.map(async (clientId) => {
      const application = organisation.applicationOf(clientId);
      if (application) await sendLogoutToken(application, { subject, sid: session.sidFor(clientId) }, server.issuer, key);
    }),
  );
}
