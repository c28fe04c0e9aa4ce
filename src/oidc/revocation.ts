import { tokenRevocation } from 'openid-client';
import { parseJsonObject } from './json-object.js';
import { libraryConfiguration } from './library-configuration.js';
import { libraryError } from './library-error.js';
import { judgedFetch } from './library-fetch.js';
import type { ProviderContext } from './provider-context.js';
import { refusal } from './provider-refusal.js';

/**
 * Revokes a token (RFC 7009). Does nothing where the provider offers no revocation.
 * @throws OidcError token_refused, provider_*
 */
export async function revokeToken(context: ProviderContext, token: string, hint: 'refresh_token' | 'access_token'): Promise<void> {
  if (context.metadata.endpoints.revocation === undefined) return;
  const fetch = judgedFetch(context, 'revocation', (response) => {
    if (response.status >= 400) throw refusal(response, 'revocation', parseJsonObject(response.text));
    return new Response(null, { status: 200 });
  });
  try {
    await tokenRevocation(libraryConfiguration(context, fetch), token, { token_type_hint: hint });
  } catch (error) {
    throw libraryError(error, 'provider_invalid_response', 'revocation');
  }
}
