import type { JWK } from 'jose';
import { buildAuthorizationUrlWithPAR } from 'openid-client';
import { dpopHandle } from './dpop.js';
import { OidcError } from './errors.js';
import { parseJsonObject } from './json-object.js';
import { libraryConfiguration } from './library-configuration.js';
import { libraryError } from './library-error.js';
import { judgedFetch } from './library-fetch.js';
import type { ProviderContext } from './provider-context.js';
import { requireEndpoint } from './provider-metadata.js';
import { refusal } from './provider-refusal.js';

/**
 * Pushes the authorization request (RFC 9126) where the provider offers that, and says under which `request_uri` it waits.
 * @returns undefined where the provider does not offer it
 * @throws OidcError endpoint_missing when it requires what it does not offer; authorization_refused; provider_*
 */
export async function pushAuthorizationRequest(
  context: ProviderContext,
  parameters: Record<string, string>,
  dpopKey: JWK | undefined,
): Promise<string | undefined> {
  const { metadata, dpopNonces } = context;
  if (metadata.endpoints.pushedAuthorization === undefined && !metadata.requiresPushedAuthorization) return undefined;
  requireEndpoint(metadata, 'pushedAuthorization', 'par');
  const fetch = judgedFetch(context, 'par', (response) => {
    const body = parseJsonObject(response.text);
    if (response.status >= 400 || typeof body?.error === 'string') throw refusal(response, 'par', body, 'authorization_refused');
    if (typeof body?.request_uri !== 'string') {
      const { endpoint, status } = response;
      throw new OidcError('provider_invalid_response', `${endpoint} answered ${status} without a request_uri`, 'par', { endpoint });
    }
    // Only what the library reads, and 201 as it wants it: some providers answer 200, or without expires_in.
    return Response.json({ request_uri: body.request_uri, expires_in: body.expires_in ?? 60 }, { status: 201 });
  });
  try {
    const configuration = libraryConfiguration(context, fetch);
    const proofs = dpopKey && { DPoP: await dpopHandle(configuration, dpopKey, dpopNonces) };
    const url = await buildAuthorizationUrlWithPAR(configuration, parameters, proofs);
    return url.searchParams.get('request_uri') ?? undefined;
  } catch (error) {
    throw libraryError(error, 'provider_invalid_response', 'par');
  }
}
