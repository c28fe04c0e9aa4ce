import type { ProviderContext } from '../provider/provider-connection.js';
import type { RelyingPartyOptions } from '../relying-party-options.js';

export interface EndSessionRequest {
  /** May carry a query of its own, which stays. */
  readonly url: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface EndSessionInput {
  readonly idTokenHint: string | undefined;
  readonly state: string;
}

/** Where the settings say that the provider's session ends, for providers with a way of their own; undefined: discovery says. */
export function configuredEndSession({ endSession, clientId, postLogoutRedirectUri }: RelyingPartyOptions): EndSessionRequest | undefined {
  if (endSession === undefined) return undefined;
  const { url, returnParameter, clientIdParameter } = endSession;
  const client = clientIdParameter === undefined ? {} : { [clientIdParameter]: clientId };
  return { url, parameters: { [returnParameter]: postLogoutRedirectUri, ...client } };
}

/**
 * Where to send the browser to end the provider's session (OpenID Connect RP-Initiated Logout 1.0, section 2): by redirect, or by a form
 * when the hint makes an address too long.
 * @returns undefined where the provider has no such endpoint, or is Okta and no ID token is at hand: Okta would answer with an error page
 */
export function discoveredEndSession(
  { options, metadata }: ProviderContext,
  { idTokenHint, state }: EndSessionInput,
): EndSessionRequest | undefined {
  const url = metadata.endpoints.endSession;
  if (url === undefined) return undefined;
  // Okta's sign-out knows no client_id, and answers one with an error page.
  const isOkta = options.endpoints !== undefined;
  if (isOkta && idTokenHint === undefined) return undefined;
  return {
    url,
    parameters: {
      ...(idTokenHint === undefined ? {} : { id_token_hint: idTokenHint }),
      ...(isOkta ? {} : { client_id: options.clientId }),
      post_logout_redirect_uri: options.postLogoutRedirectUri,
      state,
    },
  };
}
