import { decodeJwt } from 'jose';
import { refreshTokenGrant } from 'openid-client';
import { dpopHandle } from './dpop.js';
import { OidcError } from './errors.js';
import { ID_TOKEN, verifyIdToken } from './id-token.js';
import { issuedTokens } from './issued-tokens.js';
import { libraryConfiguration } from './library-configuration.js';
import { libraryError } from './library-error.js';
import { judgedFetch } from './library-fetch.js';
import { idTokenRules, idTokenTrust, type ProviderContext } from './provider-context.js';
import type { Claims, Refreshed, Tokens } from './sign-in.js';
import { tokenError } from './token-kind.js';
import { readTokenResponse, type TokenResponse } from './token-response.js';

/**
 * Trades the refresh token for new tokens (RFC 6749, section 6). A new ID token must be of the same issuer, subject and audience as the old
 * one (OpenID Connect Core 1.0, section 12.2).
 * @param subject whose session it is
 * @param onUnused takes a new refresh token that came with what was refused here
 * @throws OidcError token_refused when the provider said no, which ends the session; provider_* when it broke, which does not
 */
export async function refreshTokens(
  context: ProviderContext,
  tokens: Tokens,
  subject: string,
  onUnused: (refreshToken: string) => void,
): Promise<Refreshed> {
  const { refreshToken, dpopKey } = tokens;
  if (refreshToken === undefined) throw new OidcError('token_refused', 'there is no refresh token', 'refresh');
  let refreshed: Refreshed | undefined;
  const fetch = judgedFetch(context, 'refresh', async (answer) => {
    const received = readTokenResponse(answer, 'refresh');
    try {
      const renewed = await renewIdToken(context, received, tokens, subject);
      const kept = { ...tokens, idToken: renewed?.jws ?? tokens.idToken };
      refreshed = { tokens: issuedTokens(context, received, kept), idClaims: renewed?.claims };
    } catch (error) {
      if (received.refreshToken !== undefined && received.refreshToken !== refreshToken) onUnused(received.refreshToken);
      throw error;
    }
    // The ID token is judged already, and may lack what the library wants of a first one.
    return Response.json({ access_token: received.accessToken, token_type: received.tokenType });
  });
  try {
    const configuration = libraryConfiguration(context, fetch);
    const proofs = dpopKey && { DPoP: await dpopHandle(configuration, dpopKey, context.dpopNonces) };
    await refreshTokenGrant(configuration, refreshToken, undefined, proofs);
  } catch (error) {
    throw libraryError(error, 'provider_invalid_response', 'refresh');
  }
  if (refreshed === undefined) throw new OidcError('provider_invalid_response', 'no answer was judged', 'refresh');
  return refreshed;
}

async function renewIdToken(
  context: ProviderContext,
  { idToken, accessToken }: TokenResponse,
  tokens: Tokens,
  subject: string,
): Promise<{ readonly jws: string; readonly claims: Claims } | undefined> {
  if (idToken === undefined) return undefined;
  const renewed = await verifyIdToken(idToken, idTokenTrust(context), idTokenRules(context), { accessToken });
  const former = formerClaims(tokens.idToken);
  if (renewed.claims.sub !== subject) throw tokenError(ID_TOKEN, 'claims', 'after a refresh, its sub is another person');
  if (former?.iss !== undefined && renewed.claims.iss !== former.iss)
    throw tokenError(ID_TOKEN, 'claims', 'after a refresh, its iss is another issuer');
  // It need not carry a nonce; where it does, it is that of the sign-in.
  if (renewed.claims.nonce !== undefined && former?.nonce !== undefined && renewed.claims.nonce !== former.nonce) {
    throw tokenError(ID_TOKEN, 'claims', "after a refresh, its nonce is another sign-in's");
  }
  return renewed;
}

/** Of the ID token that was checked at sign-in; undefined when it cannot be read any more. */
function formerClaims(idToken: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return decodeJwt(idToken);
  } catch {
    return undefined;
  }
}
