import { authorizationCodeGrant } from 'openid-client';
import { OidcError } from '../errors.js';
import { isTenantTemplate } from '../provider/issuer.js';
import { callLibrary, type LibraryCall } from '../provider/library-call.js';
import { idTokenRules, type ProviderContext } from '../provider/provider-connection.js';
import type { AuthorizationResponse, LoginTransaction, SignedIn } from '../login.js';
import { verifyIdToken } from '../tokens/id-token.js';
import { checkAuthorizationResponse } from './authorization-response.js';
import { issuedTokens, readTokenResponse, type TokenResponse } from './token-response.js';

/** Seconds by which an ID token may be older than its sign-in: Entra dates them back by five minutes, and clocks differ. */
const maxBackdating = 60 * 60;

type Exchanged = Pick<SignedIn, 'tokens' | 'idClaims'>;

/**
 * Exchanges the code (OpenID Connect Core 1.0, section 3.1.3). Two judges must agree: ours, with the provider's keys, before anything is
 * believed; and openid-client with its certified checks of state, iss and the claims, which also runs the exchange, PKCE and DPoP.
 * @param onUnused takes a refresh token that came with what was refused here
 * @throws OidcError those of checkAuthorizationResponse, token_refused, provider_*, id_token_*, keys_unavailable, configuration
 */
export async function exchangeCode(
  context: ProviderContext,
  response: AuthorizationResponse,
  transaction: LoginTransaction,
  onUnused: (refreshToken: string) => void = () => undefined,
): Promise<Exchanged> {
  const { options, metadata } = context;
  checkAuthorizationResponse(response, transaction, metadata);
  // openid-client compares `iss` with one issuer and cannot know a tenant's: there our own verdict stands alone.
  const template = isTenantTemplate(metadata.issuer.issuer);
  const callback = new URL(options.redirectUri);
  for (const name of template ? ['code', 'state'] : ['code', 'state', 'iss']) {
    const value = response.get(name);
    if (value !== null) callback.searchParams.set(name, value);
  }
  const checks = {
    expectedState: transaction.state,
    ...(options.pkce ? { pkceCodeVerifier: transaction.codeVerifier } : {}),
    ...(template ? {} : { idTokenExpected: true }),
    ...(options.nonce && !template ? { expectedNonce: transaction.nonce } : {}),
    ...(transaction.maxAge !== undefined && !template ? { maxAge: transaction.maxAge } : {}),
  };
  const judge = async (received: TokenResponse, endpoint: string): Promise<Exchanged> => {
    if (received.idToken === undefined) {
      throw new OidcError('id_token_missing', `${endpoint} sent no ID token: is openid among the scopes?`, 'token', { endpoint });
    }
    const { jws, claims, algorithm } = await verifyIdToken(received.idToken, idTokenRules(context), {
      nonce: options.nonce ? transaction.nonce : undefined,
      issuedAfter: transaction.startedAt / 1000 - maxBackdating,
      maxAge: transaction.maxAge,
      acrValues: transaction.acrValues,
      accessToken: received.accessToken,
      code: response.get('code') ?? undefined,
    });
    context.idTokenAlgorithms.add(algorithm);
    const { dpopKey } = transaction;
    const kept = { idToken: jws, refreshToken: undefined, scopes: options.scopes, ...(dpopKey && { dpopKey }) };
    return { tokens: issuedTokens(context, received, kept), idClaims: claims };
  };
  const call: LibraryCall<Exchanged> = {
    step: 'token',
    dpopKey: transaction.dpopKey,
    judge: async (tokenResponse) => {
      const received = readTokenResponse(tokenResponse, 'token');
      try {
        return await judge(received, tokenResponse.endpoint);
      } catch (error) {
        if (received.refreshToken !== undefined) onUnused(received.refreshToken);
        throw error;
      }
    },
    show: ({ tokens: { accessToken, tokenType, idToken } }) =>
      Response.json({ access_token: accessToken, token_type: tokenType, ...(template ? {} : { id_token: idToken }) }),
    verdict: { code: 'id_token_invalid', step: 'id_token' },
  };
  return callLibrary(context, call, (configuration, proofs) => authorizationCodeGrant(configuration, callback, checks, undefined, proofs));
}
