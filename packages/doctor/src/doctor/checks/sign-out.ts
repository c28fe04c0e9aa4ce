import { configuredEndSession, discoveredEndSession, type EndSessionRequest, plainText } from '@fanlight/oidc';
import type { Check, CheckContext } from '../check.js';
import { linesOf } from '../probe-login.js';
import { explained } from '../result.js';

/**
 * Sends a browser that nobody is signed in with to the provider's sign-out: whether it comes back to our address, or meets an error page,
 * shows whether the address is registered (OpenID Connect RP-Initiated Logout 1.0, section 3). Okta tells nothing without an ID token.
 */
export const signOutCheck: Check = {
  id: 'sign-out',
  title: 'Sign-out',
  needs: ['discovery', 'token'],
  applies: ({ facts }) => facts.orgUrl === undefined,
  run: async (context) => {
    const { facts, provider } = context;
    const connection = await provider.context();
    const input = { idTokenHint: undefined, state: 'doctor' };
    const request = configuredEndSession(connection.options) ?? discoveredEndSession(connection, input);
    const uri = facts.postLogoutRedirectUri;
    const details = connection.metadata.document['frontchannel_logout_supported']
      ? ['Where it tells of sign-outs by the front channel: it has to send iss and sid (frontchannel_logout_session_required).']
      : [];
    if (request === undefined)
      return { status: 'ok', finding: 'The provider has none for applications: people are signed out here only.', details };
    const ours = await ask(context, request, uri);
    if (ours.isBack) return { status: 'ok', finding: `The provider sends people back to ${uri}.`, details };
    if (ours.status < 400) {
      const foreign = await ask(context, request, 'https://doctor.invalid/');
      if (foreign.status >= 400)
        return { status: 'ok', finding: `The provider takes the request, and knows the redirect URI ${uri}.`, details };
    } else if ((await ask(context, request, undefined)).status < 400)
      return explained({ where: 'logout', description: 'post_logout_redirect_uri is not registered' }, facts, {
        status: 'warning',
        finding: `${uri} is not registered: signing out ends on an error page.`,
        providerWords: plainText(ours.lines.slice(0, 5).join(' · '), 300),
        details,
      });
    return { status: 'unknown', finding: `Whether the provider sends people back to ${uri} shows at a sign-out.`, details };
  },
};

/** @param uri where it is to send the browser; undefined: the request names none */
async function ask({ send, facts }: CheckContext, { url, parameters }: EndSessionRequest, uri: string | undefined) {
  const address = new URL(url);
  for (const [name, value] of Object.entries(parameters)) {
    const isWayBack = value === facts.postLogoutRedirectUri;
    if (!isWayBack) address.searchParams.set(name, value);
    else if (uri !== undefined) address.searchParams.set(name, uri);
  }
  const { status, headers, text } = await send({ url: address.href, headers: { accept: 'text/html' } });
  return { status, isBack: uri !== undefined && (headers.get('location') ?? '').startsWith(uri), lines: linesOf(text) };
}
