import { refreshTokenGrant, tokenRevocation } from 'openid-client';
import { OidcError } from '../errors.js';
import { parseJsonObject } from '../json-object.js';
import { callLibrary } from '../provider/library-call.js';
import { type HttpResponse, refusal } from '../provider/provider-response.js';
import { idTokenRules, type ProviderContext } from '../provider/provider-connection.js';
import type { Refreshed, Tokens } from '../login.js';
import { idTokenKind, type VerifiedIdToken, verifyIdToken } from '../tokens/id-token.js';
import { readClaims, tokenError } from '../tokens/token-claims.js';
import { issuedTokens, readTokenResponse, type TokenResponse } from './token-response.js';

/**
 * Trades the refresh token for new tokens (RFC 6749, section 6). A new ID token must be of the same issuer, subject and audience as the old
 * one (OpenID Connect Core 1.0, section 12.2).
 * @param subject whose session it is
 * @param onUnused takes a new refresh token that came with what was refused here
 * @throws OidcError; endsGrant tells whether that ends the session
 */
export async function refreshTokens(
  context: ProviderContext,
  tokens: Tokens,
  subject: string,
  onUnused: (refreshToken: string) => void,
): Promise<Refreshed> {
  const { refreshToken, dpopKey } = tokens;
  if (refreshToken === undefined) throw new OidcError('token_refused', 'there is no refresh token', 'refresh');
  const judge = async (response: HttpResponse): Promise<Refreshed> => {
    const received = readTokenResponse(response, 'refresh');
    try {
      const renewed = await renewIdToken(context, received, tokens, subject);
      const kept = { ...tokens, idToken: renewed?.jws ?? tokens.idToken };
      return { tokens: issuedTokens(context, received, kept), idClaims: renewed?.claims };
    } catch (error) {
      if (received.refreshToken !== undefined && received.refreshToken !== refreshToken) onUnused(received.refreshToken);
      throw error;
    }
  };
  // Without the ID token: it is judged already, and may lack what the library wants of a first one.
  const show = ({ tokens: { accessToken, tokenType } }: Refreshed): Response =>
    Response.json({ access_token: accessToken, token_type: tokenType });
  return callLibrary(context, { step: 'refresh', dpopKey, judge, show }, (configuration, proofs) =>
    refreshTokenGrant(configuration, refreshToken, undefined, proofs),
  );
}

/**
 * Whether a failed refresh says that the grant is over: invalid_grant (RFC 6749, section 5.2), Glewlwyd's empty 400, or dex, which knows no
 * invalid_grant here. Nothing else does: the client, the provider or the way to it may be mended, and the refresh token works again.
 */
export function endsGrant({ code, response }: OidcError): boolean {
  if (code !== 'token_refused') return false;
  const { error, description = '', status, providerCode } = response ?? {};
  if (error === 'invalid_grant') return true;
  if (error === 'invalid_request') return /^Refresh token (is invalid|expired)/.test(description);
  return status === 400 && error === undefined && providerCode === undefined;
}

async function renewIdToken(
  context: ProviderContext,
  { idToken, accessToken }: TokenResponse,
  tokens: Tokens,
  subject: string,
): Promise<VerifiedIdToken | undefined> {
  if (idToken === undefined) return undefined;
  const renewed = await verifyIdToken(idToken, idTokenRules(context), { accessToken });
  const former = readClaims(tokens.idToken);
  if (renewed.claims.sub !== subject) throw tokenError(idTokenKind, 'claims', 'after a refresh, its sub is another person');
  if (former.iss !== undefined && renewed.claims.iss !== former.iss)
    throw tokenError(idTokenKind, 'claims', 'after a refresh, its iss is another issuer');
  // It need not carry a nonce; where it does, it is that of the sign-in.
  if (renewed.claims.nonce !== undefined && former.nonce !== undefined && renewed.claims.nonce !== former.nonce) {
    throw tokenError(idTokenKind, 'claims', "after a refresh, its nonce is another sign-in's");
  }
  context.idTokenAlgorithms.add(renewed.algorithm);
  return renewed;
}

/** With the key that the tokens are bound to, where they are: some providers (Keycloak) want a proof here, too. */
export type RevocableTokens = { readonly refreshToken: string } & Pick<Tokens, 'dpopKey'>;

/**
 * Revokes a refresh token (RFC 7009).
 * @returns false where the provider offers no revocation
 * @throws OidcError token_refused, provider_*
 */
export async function revokeToken(context: ProviderContext, { refreshToken, dpopKey }: RevocableTokens): Promise<boolean> {
  if (context.metadata.endpoints.revocation === undefined) return false;
  const judge = (response: HttpResponse): void => {
    if (response.status >= 400) throw refusal(response, 'revocation', parseJsonObject(response.text));
  };
  await callLibrary(context, { step: 'revocation', dpopKey, judge, show: () => new Response() }, (configuration) =>
    tokenRevocation(configuration, refreshToken, { token_type_hint: 'refresh_token' }),
  );
  return true;
}
