import { tokenIntrospection } from 'openid-client';
import { type JsonObject, parseJsonObject } from './json-object.js';
import { libraryConfiguration } from './library-configuration.js';
import { libraryError } from './library-error.js';
import { judgedFetch } from './library-fetch.js';
import type { ProviderContext } from './provider-context.js';
import { requireEndpoint } from './provider-metadata.js';
import { refusal } from './provider-refusal.js';

export type Introspection = JsonObject & { readonly active: boolean };

/**
 * Asks the provider about a token (RFC 7662): `active` says whether it counts; the rest is there only then.
 * @throws OidcError endpoint_missing, token_refused, provider_*
 */
export async function introspectToken(context: ProviderContext, token: string): Promise<Introspection> {
  requireEndpoint(context.metadata, 'introspection', 'introspection');
  const fetch = judgedFetch(context, 'introspection', (response) => {
    const body = parseJsonObject(response.text);
    if (response.status >= 400) throw refusal(response, 'introspection', body);
    return new Response(response.text, { status: response.status, headers: { 'content-type': 'application/json' } });
  });
  try {
    const answer = await tokenIntrospection(libraryConfiguration(context, fetch), token);
    return answer.active ? answer : { active: false };
  } catch (error) {
    throw libraryError(error, 'provider_invalid_response', 'introspection');
  }
}
