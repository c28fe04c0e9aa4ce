import { OidcError } from './errors.js';
import type { ProviderContext } from './provider-context.js';
import type { Tokens } from './sign-in.js';
import type { TokenResponse } from './token-response.js';

/** What a token response leaves as it was. */
type Kept = Pick<Tokens, 'idToken' | 'refreshToken' | 'scopes' | 'dpopKey'>;

/**
 * The tokens as they are kept: what came, and for what did not come what was there before (RFC 6749, sections 5.1 and 6).
 * @throws OidcError configuration when the provider binds tokens by DPoP and we cannot prove a key
 */
export function issuedTokens({ clock, notify }: ProviderContext, received: TokenResponse, kept: Kept): Tokens {
  const { tokenType, expiresIn } = received;
  if (tokenType === 'DPoP' && kept.dpopKey === undefined) {
    throw new OidcError('configuration', 'the provider issues tokens bound by DPoP: this client must use DPoP (OIDC_DPOP=on)', 'token');
  }
  if (tokenType === 'Bearer' && kept.dpopKey !== undefined) {
    notify({ code: 'dpop_ignored', message: 'DPoP is on, but the provider issues plain bearer tokens' });
  }
  return {
    accessToken: received.accessToken,
    tokenType,
    expiresAt: expiresIn === undefined ? undefined : Math.floor(clock.now() / 1000) + expiresIn,
    refreshToken: received.refreshToken ?? kept.refreshToken,
    idToken: kept.idToken,
    scopes: received.scopes ?? kept.scopes,
    ...(kept.dpopKey === undefined ? {} : { dpopKey: kept.dpopKey }),
  };
}
