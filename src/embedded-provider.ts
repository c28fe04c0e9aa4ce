import { join } from 'node:path';
import { ownAddresses, type Settings } from '@fanlight/signin/settings';

/**
 * Starts the embedded provider where the settings ask for it, and resolves to the people to name at start.
 * Imported only then: production installs neither this folder's code path nor its packages.
 * A port that is taken is left alone when `npm run okta` is what listens there.
 * @throws EmbeddedProviderError
 */
export async function startProvider({ embeddedProvider, provider, publicUrl, dataDirectory }: Settings) {
  if (embeddedProvider === undefined) return [];
  const { startEmbeddedOkta } = await import('@fanlight/dev-okta');
  const { redirectUri, postLogoutRedirectUri, ...logoutUris } = ownAddresses(publicUrl);
  const start = startEmbeddedOkta({
    port: embeddedProvider.port,
    redirectUris: [redirectUri],
    postLogoutRedirectUris: [postLogoutRedirectUri, publicUrl.href],
    ...logoutUris,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret ?? '',
    directory: join(dataDirectory, 'embedded-okta'),
  });
  const okta = await start.catch(async (error: unknown) => {
    if (await responds(provider.server.discoveryUrl)) return undefined;
    throw new EmbeddedProviderError(embeddedProvider.port, error);
  });
  return (okta?.people ?? []).filter(({ scenario }) => scenario === undefined);
}

/** The embedded provider cannot listen, and what does listen there is not one. */
export class EmbeddedProviderError extends Error {
  override readonly name = 'EmbeddedProviderError';

  constructor(port: number, cause: unknown) {
    super(
      `The embedded provider cannot listen on port ${port} (${cause instanceof Error ? cause.message : String(cause)}). ` +
        'Stop what uses the port, set EMBEDDED_OKTA_PORT to another, or configure a provider (see .env.example).',
      { cause },
    );
  }
}

async function responds(discoveryUrl: string): Promise<boolean> {
  const response = await fetch(discoveryUrl, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
  return response?.ok === true;
}
