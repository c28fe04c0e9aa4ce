import { compactVerify, createLocalJWKSet, decodeJwt } from 'jose';
import { html, redirect, type Answer } from './answer.js';
import { escaped, withQuery } from './authorization-response.js';
import { patched } from './lie.js';
import { logoutToken } from './logout-token.js';
import type { EndpointHandler, ProviderState } from './provider-state.js';

/** OpenID Connect RP-Initiated Logout 1.0, section 2: GET or POST; tells the client by its channels before it sends the browser back. */
export const endSession: EndpointHandler = async (state, request) => {
  const parameters = request.method === 'POST' ? request.form : request.query;
  const hint = parameters.get('id_token_hint');
  const session = hint === null ? chosenSession(state, parameters.get('sid')) : await sessionOf(state, hint);
  if (hint !== null && !session) return html('<h1>id_token_hint is not valid</h1>', 400);
  const back = parameters.get('post_logout_redirect_uri');
  if (back !== null && !state.client.postLogoutRedirectUris.includes(back))
    return html('<h1>post_logout_redirect_uri is not registered</h1>', 400);
  if (session) {
    state.sessionsEnded.push(session.sid);
    state.grants.endSession(session.sid);
    await tellBackChannel(state, session);
  }
  return leave(state, back, parameters.get('state') ?? undefined, session?.sid);
};

/** Signing out on a page of the provider's own: no client asks, the browser's session is known. */
function chosenSession(state: ProviderState, sid: string | null): { sub: string; sid: string } | undefined {
  return sid === null ? undefined : { sub: state.person.sub, sid };
}

async function sessionOf(state: ProviderState, hint: string): Promise<{ sub: string; sid: string } | undefined> {
  try {
    await compactVerify(hint, createLocalJWKSet({ keys: state.keys.publicKeys() }));
    const claims = decodeJwt(hint);
    return [claims.aud].flat().includes(state.client.clientId) ? { sub: String(claims.sub), sid: String(claims.sid) } : undefined;
  } catch {
    return undefined;
  }
}

async function tellBackChannel(state: ProviderState, session: { sub: string; sid: string }): Promise<void> {
  const uri = state.client.backchannelLogoutUri;
  if (uri !== undefined)
    await fetch(uri, { method: 'POST', body: new URLSearchParams({ logout_token: await logoutToken(state, session) }) });
}

function leave(state: ProviderState, back: string | null, stateParameter: string | undefined, sid: string | undefined): Answer {
  const returned = patched({ state: stateParameter }, state.lie.logoutResponse);
  const pairs = Object.entries(returned).map(([name, value]) => [name, String(value)] as const);
  const target = back === null ? undefined : withQuery(back, pairs);
  const frontChannel = state.client.frontchannelLogoutUri;
  if (frontChannel === undefined) return target === undefined ? html('<h1>Signed out</h1>') : redirect(target);
  // OpenID Connect Front-Channel Logout 1.0, section 3
  const frame = withQuery(frontChannel, [['iss', state.issuer], ...(sid === undefined ? [] : [['sid', sid] as const])]);
  const link = target === undefined ? '' : `<a href="${escaped(target)}">Back to the application</a>`;
  return html(`<h1>Signed out</h1><iframe src="${escaped(frame)}"></iframe>${link}`);
}
