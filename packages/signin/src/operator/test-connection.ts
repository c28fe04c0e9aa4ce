import { OidcError, type RelyingParty } from '@fanlight/oidc';

/** Names nobody: the provider judges the client before it looks. */
const madeUp = 'made-up-to-see-whether-the-client-is-known';

/**
 * Asks a provider what can be asked without a person: where it is, and whether it takes this client. Returns a line for each.
 * @throws OidcError
 */
export async function testConnection(provider: RelyingParty): Promise<string[]> {
  const { authorization_endpoint: entry } = await provider.metadata();
  const isKnown = await knowsClient(provider);
  return [
    `The provider is ${provider.issuer}; people sign in at ${URL.parse(String(entry))?.origin ?? String(entry)}.`,
    isKnown
      ? 'It takes the client.'
      : 'Whether it takes the client shows at the first sign-in: it offers neither introspection nor revocation.',
  ];
}

/** Introspection and revocation both ask for the client's credentials (RFC 7662, section 2.1; RFC 7009, section 2.1). False: neither is offered. */
async function knowsClient(provider: RelyingParty): Promise<boolean> {
  try {
    await provider.introspectAccessToken(madeUp, { audience: madeUp });
    return true;
  } catch (error) {
    if (!(error instanceof OidcError)) throw error;
    if (error.code === 'access_token_invalid') return true;
    if (error.code !== 'endpoint_missing') throw error;
    return provider.revoke({ refreshToken: madeUp });
  }
}
